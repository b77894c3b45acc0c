import { z } from 'zod';

/**
 * A BCP 47 language as Intl writes it (`EN-us` becomes `en-US`). Refused is what Intl would throw at when something is
 * written in it, and a word in place of a code (`english`), which Intl takes and knows nothing of.
 */
export const LanguageTag = z
  .string()
  .max(35)
  .overwrite((tag) => canonical(tag) ?? tag)
  .refine((tag) => canonical(tag) !== undefined, 'should be a language tag like en or pt-BR')
  .meta({ format: 'bcp-47', examples: ['pt-BR'] });

/** What a language calls itself: `hi` → हिन्दी. */
export const ownName = (code: string): string => new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;

/** The longest code of ISO 639. */
const LONGEST_CODE = 3;

function canonical(tag: string): string | undefined {
  try {
    const locale = new Intl.Locale(tag);
    return locale.language.length <= LONGEST_CODE ? locale.toString() : undefined;
  } catch {
    return undefined;
  }
}

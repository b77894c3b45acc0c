import { startOf } from '../../src/contacts/index.js';
import type { Texts } from '../../src/platform/texts.js';
import { readText } from '../conversation/reading/read-text.js';
import type { Said } from './parse.js';

/** Commands that lead out of something; nobody who is not in it means us by them. */
const LEAVING = new Set(['back', 'cancel']);

/**
 * Whether a stranger on the owner's own phone means the shop and not her: by a link of ours or the words it brings, by
 * `shop <link>`, or by a command in any of our languages. A greeting is for her.
 */
export function createAsksForUs({
  texts,
  publicUrl,
}: {
  texts: Pick<Texts, 'languages' | 'words'>;
  publicUrl: string;
}) {
  const all = texts.languages.map((language) => texts.words(language));
  return ({ text, start }: Said): boolean => {
    if (start !== undefined || (text !== undefined && startOf(text) !== undefined)) return true;
    const typed = text?.trim() ?? '';
    return (
      typed !== '' &&
      all.some((words) => {
        const meaning = readText(typed, { situation: 'rest', shown: null, words, publicUrl });
        if (meaning.kind === 'always') return !LEAVING.has(meaning.word);
        return meaning.kind === 'command' || meaning.kind === 'start';
      })
    );
  };
}

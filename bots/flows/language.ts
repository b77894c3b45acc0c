import { z } from 'zod';
import { type Flow, finish, goTo, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';

const Turn = z.object({ at: z.literal('which') });
type Turn = z.infer<typeof Turn>;

/** What a language calls itself: `hi` → हिन्दी. */
export const ownName = (code: string): string => new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;

/** A person chooses among the languages that Haat speaks. */
export const language: Flow<Turn, Deps> = {
  id: 'language',
  schema: Turn,
  start: { at: 'which' },
  steps: {
    which: {
      rest: true,
      ask: (_, { t, texts }) => ({
        text: t('language.which'),
        choices: texts.languages.map((code) => ({ id: `language:${code}`, label: ownName(code) })),
      }),
      accept: () => pass(),
    },
  },
  entries: [
    {
      command: 'language',
      open(_, __, { t, texts: { languages } }) {
        const [only, second] = languages;
        return second || !only
          ? goTo({ at: 'which' })
          : finish({ text: t('language.onlyOne', { language: ownName(only) }) });
      },
    },
    {
      choice: 'language:',
      async open(code, _, { contact, contacts, texts }) {
        if (!texts.languages.includes(code)) return goTo({ at: 'which' });
        await contacts.setLanguage(contact._id, code);
        return finish({ text: texts.t(code)('language.now', { language: ownName(code) }) });
      },
    },
  ],
};

import { z } from 'zod';
import { ownName } from '../../src/platform/language-tag.js';
import { type Flow, finish, goTo, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';

const Turn = z.object({ at: z.literal('which') });
type Turn = z.infer<typeof Turn>;

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
      open: () => goTo({ at: 'which' }),
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

import type { Chats, Contacts } from '../contacts/index.js';
import type { Prompt } from '../platform/prompt.js';
import type { T, Texts } from '../platform/texts.js';
import type { Import } from './model.js';
import { countsText, wrongText } from './wording.js';

/** Lines that are written out; the others are counted. */
const MOST_SHOWN = 5;

export type TellImport = ReturnType<typeof createTellImport>;

/** Tells in the chat that a file came from how it is applied; each thing once, however often it is said. */
export function createTellImport(deps: {
  contacts: Pick<Contacts, 'find'>;
  chats: Pick<Chats, 'say'>;
  texts: Pick<Texts, 't'>;
}) {
  const { contacts, chats, texts } = deps;

  async function say({ _id, contactId }: Pick<Import, '_id' | 'contactId'>, what: string, prompt: (t: T) => Prompt) {
    const contact = contactId === undefined ? null : await contacts.find(contactId);
    if (contact) await chats.say(contact, { id: `${_id}.${what}`, prompt: prompt(texts.t(contact.language)) });
  }

  return {
    progress: (one: Pick<Import, '_id' | 'contactId' | 'next' | 'total'>, percent: number): Promise<void> =>
      say(one, String(percent), (t) => ({ text: t('import.progress', { done: one.next, count: one.total }) })),

    done: (one: Import): Promise<void> => say(one, 'done', (t) => donePrompt(one, t)),
  };
}

function donePrompt({ applied, leftOut, wrong }: Import, t: T): Prompt {
  const { added, changed, unchanged } = applied;
  const counts = countsText({ new: added, changed, unchanged }, t);
  const left = [...leftOut, ...wrong];
  const more = left.length - MOST_SHOWN;
  return {
    text: [
      counts === '' ? t('import.doneNothing') : t('import.done', { counts }),
      ...(left.length > 0 ? [t('import.leftOut', { count: left.length })] : []),
      ...left.slice(0, MOST_SHOWN).map((one) => wrongText(one, t)),
      ...(more > 0 ? [t('import.andMore', { count: more })] : []),
    ].join('\n'),
    choices: [{ id: 'products', label: t('common.do.products') }],
  };
}

import type { Photo } from '../catalog/photos.js';
import { photoKey } from '../catalog/photos.js';
import type { Chats } from '../contacts/chats.js';
import type { Contacts } from '../contacts/contacts.js';
import type { Contact } from '../contacts/model.js';
import type { Choice, Prompt } from '../platform/prompt.js';
import type { Texts } from '../platform/texts.js';
import type { Stores } from '../stores/service.js';
import type { Line, Side, Talk } from './model.js';

export type RelayDeps = {
  contacts: Pick<Contacts, 'find' | 'liveOfAccount' | 'liveOfCustomer'>;
  chats: Pick<Chats, 'say'>;
  stores: Pick<Stores, 'byId'>;
  texts: Texts;
};

/** Passes on what was said; each thing once to each contact, however often it is passed on. */
export function createRelay({ contacts, chats, stores, texts }: RelayDeps) {
  async function contactsOf({ accountId, contactId, customerId }: Talk, side: Side): Promise<Contact[]> {
    if (side === 'seller') return contacts.liveOfAccount(accountId);
    const contact = contactId === undefined ? null : await contacts.find(contactId);
    if (contact) return contact.deadAt ? [] : [contact];
    return customerId === undefined ? [] : contacts.liveOfCustomer(customerId);
  }

  async function say(talk: Talk, to: Contact, id: string, compose: (speech: Speech) => Prompt): Promise<void> {
    const store = await stores.byId(talk.storeId);
    const language = to.language ?? store.language;
    const speech = { t: texts.t(language), words: texts.words(language), shop: store.name };
    await chats.say(to, { id: `talk.${talk._id}.${id}.${to._id}`, prompt: compose(speech) });
  }

  return {
    /**
     * Passes a line on to the other side, and to the other contacts of a seller.
     * @param from the contact it was said on; undefined when a program said it
     * @param picture of what is asked about, with the first line
     * @returns how many of the other side it reaches
     */
    async line(talk: Talk, line: Line, from: string | undefined, picture: Photo | undefined): Promise<number> {
      const other: Side = line.from === 'buyer' ? 'seller' : 'buyer';
      const reached = await contactsOf(talk, other);
      for (const contact of reached) {
        await say(talk, contact, String(line.n), (speech) => quoted(talk, line, picture, speech));
      }
      const own = line.from === 'seller' ? await contactsOf(talk, 'seller') : [];
      for (const contact of own.filter(({ _id }) => _id !== from)) {
        await say(talk, contact, String(line.n), (speech) => repeated(talk, line, speech));
      }
      return reached.length;
    },

    /** Tells a side that the other one has ended the talk. */
    async ended(talk: Talk, by: Side): Promise<void> {
      const other: Side = by === 'buyer' ? 'seller' : 'buyer';
      for (const contact of await contactsOf(talk, other)) {
        await say(talk, contact, 'end', ({ t, shop }) => ({
          text: t(`talk.ended.${other}`, { shop, name: talk.name, about: talk.about.label }),
        }));
      }
    },

    /** Shows one seller's contact a line that it has not seen. */
    toContact: (talk: Talk, line: Line, contact: Contact): Promise<void> =>
      say(talk, contact, String(line.n), (speech) => quoted(talk, line, undefined, speech)),
  };
}

type Speech = { t: ReturnType<Texts['t']>; words: ReturnType<Texts['words']>; shop: string };

/** What the other side reads: who says it, about what, and how to answer. */
function quoted(talk: Talk, line: Line, picture: Photo | undefined, { t, words, shop }: Speech): Prompt {
  const { name, about, code, _id } = talk;
  const photo = line.photo ?? picture;
  const reply: Choice = {
    id: `reply:${_id}`,
    label: t('talk.do.reply'),
    word: `${words.reply?.[0] ?? 'reply'} ${code}`,
  };
  return {
    text: t(line.from === 'buyer' ? 'talk.asks' : 'talk.says', { name, shop, about: about.label, text: line.text }),
    ...(photo && { photo: photoKey(photo.key, 1080) }),
    choices: [reply, { id: `end-talk:${_id}`, label: t('talk.do.end') }],
  };
}

/** What the seller said on another of their contacts. */
const repeated = ({ name, about }: Talk, line: Line, { t }: Speech): Prompt => ({
  text: t('talk.youSaid', { name, about: about.label, text: line.text }),
  ...(line.photo && { photo: photoKey(line.photo.key, 1080) }),
});

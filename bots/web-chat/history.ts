import type { Clock } from '../../src/platform/clock.js';
import { bare, type Db, DUPLICATE_KEY } from '../../src/platform/mongo.js';
import type { Choice } from '../../src/platform/prompt.js';
import { refusedIn, together } from '../../src/platform/together.js';
import { defineSaid, HISTORY_DAYS, type Said, saidId } from './model.js';

/** A message without what follows from its place in the chat. */
export type Row = Omit<Said, '_id' | 'contactId' | 'expireAt' | 'edits' | 'formerChoices' | 'farewellTo'>;

const DAY_MS = 86_400_000;
/** A goodbye can be read for this long. */
const FAREWELL_MS = 10 * 60_000;
/** A tap is on one of the newest messages; further back nobody looks for its label. */
const LABELS_BACK = 100;
const MOST_EDITED = 50;

export type History = ReturnType<typeof createHistory>;

/** Messages of one chat, as they are to be kept. */
export const saidIn = (contactId: string, rows: readonly Row[]): Said[] =>
  rows.map((row) => {
    const expireAt = new Date(row.at.getTime() + HISTORY_DAYS * DAY_MS);
    return { ...row, _id: saidId(contactId, row.seq), contactId, expireAt };
  });

/** What was said in web chats, both ways. Each row is written by the holder of its chat, in order of `seq`. */
export function createHistory({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineSaid(db);
  const kept = bare<Said>(db, model);
  /** Of all chats at once, each message where none of its id is; answers with those of an ask where all were new. */
  const keep = together<readonly Said[], readonly Said[]>(async (asked) => {
    const rows = asked.flat();
    try {
      await kept().insertMany(rows, { ordered: false });
      return asked;
    } catch (error) {
      const refused = refusedIn(error);
      if ([...refused.values()].some(({ code }) => code !== DUPLICATE_KEY)) throw error;
      return asked.map((said) => (said.some((row) => refused.has(rows.indexOf(row))) ? [] : said));
    }
  });
  /** By contact, what is being kept; pages may show it already, so that whoever reads a talk here waits for it. */
  const coming = new Map<string, Promise<unknown>>();
  const chatOf = (contactId: string) => ({ $gt: `${contactId}.`, $lt: `${contactId}/` });

  return {
    /**
     * Keeps messages of one chat, in their order; those that are there already stay as they are.
     * @returns what is kept now, or nothing where some of it was there already
     */
    async record(said: readonly Said[]): Promise<readonly Said[]> {
      const [first] = said;
      if (!first) return said;
      const kept = keep(said);
      const { contactId } = first;
      const all = Promise.allSettled([coming.get(contactId), kept]).then(() => {
        if (coming.get(contactId) === all) coming.delete(contactId);
      });
      coming.set(contactId, all);
      return kept;
    },

    /** Gives a message another text and other choices; its place and its id stay. */
    async edit(contactId: string, seq: number, { text, choices }: { text: string; choices?: Choice[] }): Promise<void> {
      const former = { $setUnion: [{ $ifNull: ['$formerChoices', []] }, { $ifNull: ['$choices', []] }] };
      await model.updateOne(
        { _id: saidId(contactId, seq) },
        [
          {
            $set: {
              text: { $literal: text },
              formerChoices: former,
              choices: choices ? { $literal: choices } : '$$REMOVE',
              edits: { $add: [{ $ifNull: ['$edits', 0] }, 1] },
            },
          },
        ],
        { updatePipeline: true },
      );
    },

    /** What was said after the message `id`, oldest first; everything when `id` is not of this chat. */
    async after(contactId: string, id: string, limit: number): Promise<Said[]> {
      await coming.get(contactId);
      return model
        .find({ _id: id.startsWith(`${contactId}.`) ? { ...chatOf(contactId), $gt: id } : chatOf(contactId) })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Said[]>();
    },

    /** The newest messages before `id` (or of all), oldest first. */
    async before(contactId: string, id: string, limit: number): Promise<Said[]> {
      await coming.get(contactId);
      const range = id.startsWith(`${contactId}.`) ? { ...chatOf(contactId), $lt: id } : chatOf(contactId);
      const found = await model.find({ _id: range }).sort({ _id: -1 }).limit(limit).lean<Said[]>();
      return found.reverse();
    },

    /** Messages that were edited, newest first. */
    edited: (contactId: string): Promise<Said[]> =>
      model
        .find({ contactId, edits: { $gt: 0 } })
        .sort({ _id: -1 })
        .limit(MOST_EDITED)
        .lean<Said[]>()
        .exec(),

    /** How a choice read where it was offered; undefined when it is long gone. */
    async labelOf(contactId: string, choice: string): Promise<string | undefined> {
      const recent = await model
        .find({ _id: chatOf(contactId) }, { choices: 1, formerChoices: 1 })
        .sort({ _id: -1 })
        .limit(LABELS_BACK)
        .lean<Pick<Said, 'choices' | 'formerChoices'>[]>();
      const offered = recent.flatMap(({ choices = [], formerChoices = [] }) => [...choices, ...formerChoices]);
      const plain = (id: string) => id.split('|')[0];
      return (offered.find(({ id }) => id === choice) ?? offered.find(({ id }) => plain(id) === plain(choice)))?.label;
    },

    /**
     * Removes a conversation but for the last word of the bot, which the person has yet to read: it goes to the
     * address alone, and soon.
     * @returns the media keys of the photos the person had sent, and of the files the bot had
     */
    async forget(contactId: string, address: string): Promise<string[]> {
      const photos = await model.distinct('photo', { _id: chatOf(contactId), from: 'you' });
      const files = await model.distinct('fileKey', { _id: chatOf(contactId), from: 'bot' });
      const goodbye = await model
        .findOne({ _id: chatOf(contactId), from: 'bot' })
        .sort({ _id: -1 })
        .lean<Said>();
      const expireAt = new Date(clock.now().getTime() + FAREWELL_MS);
      if (goodbye) await model.updateOne({ _id: goodbye._id }, { $set: { farewellTo: address, expireAt } });
      await model.deleteMany({ _id: { ...chatOf(contactId), $ne: goodbye?._id ?? '' } });
      return [...photos, ...files].filter((key): key is string => typeof key === 'string');
    },

    /** The goodbye to an address that has no contact any more. */
    farewell: (address: string): Promise<Said[]> =>
      model.find({ farewellTo: address }).sort({ at: -1 }).limit(1).lean<Said[]>().exec(),
  };
}

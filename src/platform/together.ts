import mongoose from 'mongoose';
import { DUPLICATE_KEY, isDuplicateKey, isMongoDown } from './mongo.js';

/** More than one command need carry. */
const MOST_AT_ONCE = 100;

/** A command that hangs, as one may when its server was killed, holds up what came after it for so long and no longer. */
const PATIENCE_MS = 1000;

/**
 * What is asked for alone is asked at once; what comes while an answer is under way waits for it, and goes with the next
 * in one piece. So nothing waits where there is little to do, and where there is much a command, whose price hardly
 * depends on what it carries, is paid for many.
 * @param run answers so many, in their order; an Error among the answers is for that one alone
 */
export function together<Ask, Answer>(run: (asks: readonly Ask[]) => Promise<readonly (Answer | Error)[]>) {
  let waiting: { ask: Ask; done(answer: Answer): void; fail(error: unknown): void }[] = [];
  let underWay: object | undefined;

  function goOn(): void {
    if (underWay || waiting.length === 0) return;
    const asked = waiting.slice(0, MOST_AT_ONCE);
    waiting = waiting.slice(MOST_AT_ONCE);
    const mine = {};
    underWay = mine;
    const end = (): void => {
      clearTimeout(late);
      if (underWay !== mine) return;
      underWay = undefined;
      goOn();
    };
    const late = setTimeout(end, PATIENCE_MS);
    void runSome(asked, end);
  }

  async function runSome(asked: typeof waiting, end: () => void): Promise<void> {
    try {
      const answers = await run(asked.map(({ ask }) => ask));
      for (const [index, { done, fail }] of asked.entries()) {
        const answer = answers[index];
        if (answer instanceof Error) fail(answer);
        else done(answer as Answer);
      }
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
    // at once, so that whoever hears an answer and asks again is the first
    end();
  }

  return (ask: Ask): Promise<Answer> =>
    new Promise((done, fail) => {
      waiting.push({ ask, done, fail });
      goOn();
    });
}

type Kept = { _id: string };
type Collection<T extends Kept> = () => mongoose.mongo.Collection<T>;

/** Documents by their ids. */
export const findTogether = <T extends Kept>(collection: Collection<T>) =>
  together<string, T | null>(async (ids) => {
    const byId = await allOf(collection, ids);
    return ids.map((id) => byId.get(id) ?? null);
  });

/**
 * A change of the document `_id`, if it is as `filter` says.
 * @property after how it then is, where `filter` leaves nothing open: so it need not be read
 */
export type Change<T> = { _id: string; filter: object; update: object | object[]; upsert?: boolean; after?: T };

/**
 * Changes of single documents, each of which happens whole or not at all, also in company. Answers with the document as it
 * then is. Null: it was not changed. In company that is known of upserts only (the document is there, and not as `filter`
 * says); of the others the document itself has to tell, and what others changed since may be in it.
 */
export const changeTogether = <T extends Kept>(collection: Collection<T>, projection: object) => {
  async function alone({ _id, filter, update, upsert = false, after }: Change<T>): Promise<T | null> {
    const options = { upsert, returnDocument: 'after', projection } as const;
    try {
      if (after) {
        const { matchedCount } = await collection().updateOne({ _id, ...filter } as object, update);
        return matchedCount > 0 ? after : null;
      }
      return (await collection().findOneAndUpdate({ _id, ...filter } as object, update, options)) as T | null;
    } catch (error) {
      if (upsert && isDuplicateKey(error)) return null;
      throw error;
    }
  }

  async function inCompany(changes: readonly Change<T>[]): Promise<(T | null | Error)[]> {
    const { failed, isWhole } = await writeAll(collection, changes);
    const open = isWhole ? changes.filter(({ after }) => !after) : changes;
    const byId = await allOf(collection, [...new Set(open.map(({ _id }) => _id))], projection);
    return changes.map(({ _id, upsert, after }, index) => {
      if (isWhole && after) return after;
      const error = failed.get(index);
      if (error && upsert && error.code === DUPLICATE_KEY) return null;
      if (error) return new mongoose.mongo.MongoServerError({ message: error.errmsg ?? 'refused', code: error.code });
      return byId.get(_id) ?? null;
    });
  }

  return together<Change<T>, T | null>(async (changes) => {
    const [first, ...others] = changes;
    if (first && others.length === 0) return [await alone(first)];
    return inCompany(changes).catch((error: unknown) => {
      if (error instanceof mongoose.mongo.MongoError || isMongoDown(error)) throw error;
      // it could not be put into a command and nothing was sent: the others are not to suffer for one
      return Promise.all(changes.map((one) => alone(one).catch((fault: unknown) => fault as Error)));
    });
  });
};

/** @returns what was refused, by its place among `changes`, and whether all were made: which were not is not told */
async function writeAll<T extends Kept>(
  collection: Collection<T>,
  changes: readonly Change<T>[],
): Promise<{ failed: ReadonlyMap<number, mongoose.mongo.WriteError>; isWhole: boolean }> {
  const writes = changes.map(({ _id, filter, update, upsert = false }) => ({
    updateOne: { filter: { _id, ...filter } as object, update, upsert },
  }));
  try {
    const { matchedCount, upsertedCount } = await collection().bulkWrite(writes, { ordered: false });
    return { failed: new Map(), isWhole: matchedCount + upsertedCount === changes.length };
  } catch (error) {
    return { failed: refusedIn(error), isWhole: false };
  }
}

/**
 * What of a bulk was refused, by its place in it.
 * @throws the error, where it says anything else: what the majority does not have yet is not safe
 */
export function refusedIn(error: unknown): ReadonlyMap<number, mongoose.mongo.WriteError> {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
  const refused = [error.writeErrors].flat();
  if (refused.length === 0 || error.result.getWriteConcernError()) throw error;
  return new Map(refused.map((one) => [one.index, one]));
}

async function allOf<T extends Kept>(collection: Collection<T>, ids: readonly string[], projection: object = {}) {
  if (ids.length === 0) return new Map<string, T>();
  const found = await collection()
    .find({ _id: { $in: ids } } as object, { projection })
    .toArray();
  return new Map(found.map((one) => [one._id as string, one as T]));
}

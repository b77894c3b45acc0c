import mongoose from 'mongoose';
import { DUPLICATE_KEY, isDuplicateKey, isMongoDown } from './mongo.js';

/** More than one command need carry. */
const MOST_AT_ONCE = 100;

/** Where several asked at once, the next wait so long for company, which is less than a command takes. */
const GATHER_MS = 1;

/** A command that hangs, as one may when its server was killed, holds up what came after it for so long and no longer. */
const PATIENCE_MS = 1000;

/**
 * Driver 7.8 never answers a command whose connection is cut while it is written to. After so long, which is longer than
 * a server is looked for, whoever waits is told that it cannot be reached; the command may have gone through, or may yet.
 */
const HANGS_MS = 10_000;

/**
 * What is asked for alone is asked at once; what comes while an answer is under way waits for it, and goes with the next
 * in one piece, a moment later. So nothing waits where there is little to do, and where there is much a command, whose
 * price hardly depends on what it carries, is paid for many.
 * @param run answers so many, in their order; an Error among the answers is for that one alone
 */
export function together<Ask, Answer>(run: (asks: readonly Ask[]) => Promise<readonly (Answer | Error)[]>) {
  let waiting: { ask: Ask; done(answer: Answer): void; fail(error: unknown): void }[] = [];
  let underWay: object | undefined;
  let hadCompany = false;

  function goOn(): void {
    if (underWay || waiting.length === 0) return;
    const mine = {};
    underWay = mine;
    if (hadCompany) setTimeout(send, GATHER_MS, mine);
    else send(mine);
  }

  function send(mine: object): void {
    const asked = waiting.slice(0, MOST_AT_ONCE);
    waiting = waiting.slice(MOST_AT_ONCE);
    hadCompany = asked.length > 1;
    const giveWay = (): void => {
      if (underWay !== mine) return;
      underWay = undefined;
      goOn();
    };
    const late = setTimeout(giveWay, PATIENCE_MS);
    const hung = setTimeout(() => {
      for (const { fail } of asked) fail(new mongoose.mongo.MongoNetworkTimeoutError('no answer came'));
    }, HANGS_MS);
    void runSome(asked, () => {
      clearTimeout(late);
      clearTimeout(hung);
      giveWay();
    });
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
export type Collection<T extends Kept> = () => mongoose.mongo.Collection<T>;

/** Documents by their ids. */
export const findTogether = <T extends Kept>(collection: Collection<T>) =>
  together<string, T | null>(async (ids) => {
    const byId = await allOf(collection, ids);
    return ids.map((id) => byId.get(id) ?? null);
  });

/**
 * A change of the document `_id` to what `to` makes of it, where `when` holds; both are expressions of an aggregation.
 * The condition is no part of the query, since a server that is asked for an id and nothing else plans nothing, which
 * is nearly half of what a small update costs.
 * @property after how it then is, where `when` leaves nothing open: so it need not be read
 */
export type Change<T> = { _id: string; when: object; to: object; upsert?: boolean; after?: T };

/**
 * Changes of single documents, each of which happens whole or not at all, also in company. Answers with the document as it
 * then is, which has to tell whether it was changed; what others changed since may be in it. Null: it is not there, or
 * was made by somebody else in this very moment, or (of a change with `after`, alone) `when` did not hold.
 */
export const changeTogether = <T extends Kept>(collection: Collection<T>, projection: object) => {
  async function alone(one: Change<T>): Promise<T | null> {
    const { filter, update, upsert } = asUpdate(one);
    try {
      if (one.after) {
        const { modifiedCount } = await collection().updateOne(filter, update, { upsert });
        return modifiedCount > 0 ? one.after : null;
      }
      const options = { upsert, returnDocument: 'after', projection } as const;
      return (await collection().findOneAndUpdate(filter, update, options)) as T | null;
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

const asUpdate = <T>({ _id, when, to, upsert = false }: Change<T>) => ({
  filter: { _id } as object,
  update: [{ $replaceWith: { $cond: [when, to, '$$ROOT'] } }],
  upsert,
});

/** @returns what was refused, by its place among `changes`, and whether all were made: which were not is not told */
async function writeAll<T extends Kept>(
  collection: Collection<T>,
  changes: readonly Change<T>[],
): Promise<{ failed: ReadonlyMap<number, mongoose.mongo.WriteError>; isWhole: boolean }> {
  const writes = changes.map((one) => ({ updateOne: asUpdate(one) }));
  try {
    const { modifiedCount, upsertedCount } = await collection().bulkWrite(writes, { ordered: false });
    return { failed: new Map(), isWhole: modifiedCount + upsertedCount === changes.length };
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

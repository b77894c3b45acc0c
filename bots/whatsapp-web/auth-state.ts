import {
  type AuthenticationCreds,
  BufferJSON,
  initAuthCreds,
  makeCacheableSignalKeyStore,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys';
import type { Clock } from '../../src/platform/clock.js';
import { type Db, inTransaction, isMongoDown } from '../../src/platform/mongo.js';
import { untilDone } from '../conversation/until-done.js';
import type { BaileysLogger } from './baileys-logger.js';
import { defineKey, defineLink, type Key } from './model.js';

/** Somebody else owns the link by now, or nobody wants this connection any more: what it would still write is lost. */
export class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

const CREDS = 'creds';
const idOf = (type: string, id: string): string => `${type}/${id}`;

export type AuthState = Awaited<ReturnType<typeof openAuthState>>;

/**
 * The credentials and keys of the link for one connection, one document each, written as they change. A connection takes
 * a new `epoch`, and each write is one transaction that holds only under it: a process that stood still while another
 * took over spoils nothing. While the database is away, writes wait, and WhatsApp is told nothing meanwhile.
 * @param signal ends what still waits to be written
 */
export async function openAuthState(deps: { db: Db; clock: Clock; logger: BaileysLogger; signal: AbortSignal }) {
  const { db, clock, logger, signal } = deps;
  const links = defineLink(db);
  const stored = defineKey(db);
  const { epoch } = await links
    .findOneAndUpdate({ _id: 'link' }, { $inc: { epoch: 1 } }, { upsert: true, returnDocument: 'after' })
    .orFail()
    .lean();
  const read = await stored.findById(CREDS).lean<Key>();
  const known = read ? (JSON.parse(read.value, BufferJSON.reviver) as AuthenticationCreds) : undefined;
  const creds = known ?? initAuthCreds();

  /** What is to be written, by its id; null is to be removed. */
  const pending = new Map<string, string | null>();
  let writing: Promise<unknown> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  async function write(batch: ReadonlyMap<string, string | null>): Promise<void> {
    const changes = [...batch].map(([_id, value]) =>
      value === null
        ? { deleteOne: { filter: { _id } } }
        : { updateOne: { filter: { _id }, update: { $set: { value } }, upsert: true } },
    );
    await inTransaction(db, async (session) => {
      const ours = await links.updateOne({ _id: 'link', epoch }, { $set: { wroteAt: clock.now() } }, { session });
      if (ours.matchedCount === 0) throw new NotOurs('another process owns the link by now');
      await stored.bulkWrite(changes, { session });
    });
  }

  async function commit(): Promise<void> {
    waiting = undefined;
    const batch = new Map(pending);
    let fault: unknown;
    await untilDone(
      () =>
        write(batch).catch((error: unknown) => {
          if (isMongoDown(error)) throw error;
          fault = error;
        }),
      signal,
      () => undefined,
    );
    if (fault) throw fault;
    if (signal.aborted) throw new NotOurs('the connection has ended');
    for (const [id, value] of batch) if (pending.get(id) === value) pending.delete(id);
  }

  /** All that is pending now in one transaction: several messages at once cost as much as one. */
  function save(): Promise<void> {
    if (signal.aborted) return Promise.reject(new NotOurs('the connection has ended'));
    if (!waiting) {
      waiting = writing.catch(() => undefined).then(commit);
      writing = waiting;
    }
    return waiting;
  }

  const store: SignalKeyStore = {
    async get<Type extends keyof SignalDataTypeMap>(type: Type, ids: string[]) {
      const wanted = ids.map((id) => idOf(type, id));
      const found = await stored.find({ _id: { $in: wanted.filter((id) => !pending.has(id)) } }).lean<Key[]>();
      const values = new Map<string, string | null>(found.map(({ _id, value }) => [_id, value]));
      const got: { [id: string]: SignalDataTypeMap[Type] } = {};
      for (const id of ids) {
        const value = pending.get(idOf(type, id)) ?? values.get(idOf(type, id));
        if (typeof value === 'string') got[id] = revived(type, value);
      }
      return got;
    },
    async set(data: SignalDataSet) {
      for (const [type, entries] of Object.entries(data)) {
        for (const [id, value] of Object.entries(entries ?? {})) {
          const isGone = value === null || value === undefined;
          pending.set(idOf(type, id), isGone ? null : JSON.stringify(value, BufferJSON.replacer));
        }
      }
      await save();
    },
  };

  return {
    epoch,
    creds,
    /** Whether a phone has been linked with these credentials. */
    isLinked: known?.account !== undefined && known.account !== null,
    keys: makeCacheableSignalKeyStore(store, logger),
    /** Keeps the credentials as they are now; before a phone is linked there is nothing to keep. */
    async saveCreds(): Promise<void> {
      if (!creds.account) return;
      pending.set(CREDS, JSON.stringify(creds, BufferJSON.replacer));
      await save();
    },
    /** Resolves once all that was to be written is written, or never will be. */
    async settled(): Promise<void> {
      await writing.catch(() => undefined);
    },
  };
}

/** Forgets the link: what a phone has logged out is of no use any more. */
export async function forgetLink(db: Db): Promise<void> {
  await inTransaction(db, async (session) => {
    await defineLink(db).updateOne({ _id: 'link' }, { $inc: { epoch: 1 } }, { upsert: true, session });
    await defineKey(db).deleteMany({}, { session });
  });
}

function revived<Type extends keyof SignalDataTypeMap>(type: Type, value: string): SignalDataTypeMap[Type] {
  const plain: SignalDataTypeMap[Type] = JSON.parse(value, BufferJSON.reviver);
  // Baileys reads its fields as those of a message
  if (type === 'app-state-sync-key') return proto.Message.AppStateSyncKeyData.fromObject(plain as object) as never;
  return plain;
}

import {
  type AuthenticationCreds,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys';
import { type Db, isDuplicateKey } from '../../src/platform/mongo.js';
import { defineKey, type KeptKey } from './model.js';

const CREDS = 'creds:own';

export type AuthState = Awaited<ReturnType<typeof openAuthState>>;

/**
 * Credentials and keys of the link, one document each, written as they change, so that whoever owns the link next needs
 * no new one. What was written by a later owner stays: an owner that stood still and does not know that it is one no more
 * spoils nothing.
 * @param epoch of this ownership
 */
export async function openAuthState(db: Db, epoch: number) {
  const model = defineKey(db);
  const write = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
  const read = (value: string): unknown => JSON.parse(value, BufferJSON.reviver);

  async function put(changes: readonly (readonly [id: string, value: unknown])[]): Promise<void> {
    if (changes.length === 0) return;
    const writes = changes.map(([_id, value]) => {
      const filter = { _id, epoch: { $lte: epoch } };
      return value === null || value === undefined
        ? { deleteOne: { filter } }
        : { updateOne: { filter, update: { $set: { epoch, value: write(value) } }, upsert: true } };
    });
    try {
      await model.bulkWrite(writes, { ordered: false });
    } catch (error) {
      // it is there already, from a later owner
      if (!isDuplicateKey(error)) throw error;
    }
  }

  const kept = await model.findById(CREDS).lean<KeptKey>();
  const known = kept ? (read(kept.value) as AuthenticationCreds) : undefined;
  // a code that nobody typed leaves the number behind: with that, WhatsApp would be asked to log in, and says "logged out"
  const creds = known?.account ? known : initAuthCreds();
  let saving: Promise<unknown> = Promise.resolve();

  const keys: SignalKeyStore = {
    async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found = await model.find({ _id: { $in: ids.map((id) => `${type}:${id}`) } }).lean<KeptKey[]>();
      const values = found.map(({ _id, value }) => [_id.slice(type.length + 1), keyOf(type, read(value))]);
      return Object.fromEntries(values) as { [id: string]: SignalDataTypeMap[T] };
    },
    set: (data: SignalDataSet) =>
      put(
        Object.entries(data).flatMap(([type, byId]) =>
          Object.entries(byId ?? {}).map(([id, value]) => [`${type}:${id}`, value] as const),
        ),
      ),
  };

  return {
    creds,
    keys,
    /** Takes in what changed, and keeps it; in order. */
    update(changed: Partial<AuthenticationCreds>): Promise<unknown> {
      Object.assign(creds, changed);
      const value = write(creds);
      saving = saving.then(() => put([[CREDS, read(value)]]));
      return saving;
    },
    /** Resolves when all is written. */
    saved: (): Promise<unknown> => saving,
    /** The link is no more: its keys are of no use to anybody. */
    forget: async (): Promise<void> => void (await model.deleteMany({ epoch: { $lte: epoch } })),
  };
}

/** One kind of key is a message of its own, which the library wants as such. */
const keyOf = (type: string, value: unknown): unknown =>
  type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value;

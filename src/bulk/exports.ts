import { createHash } from 'node:crypto';
import type { Products } from '../catalog/products.js';
import type { Chats, Contacts } from '../contacts/index.js';
import type { Customers } from '../orders/customers.js';
import type { Orders } from '../orders/service.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { type MediaStorage, mediaOfContact } from '../platform/media/media-storage.js';
import { type Db, isDuplicateKey } from '../platform/mongo.js';
import { keepOnce, type Once } from '../platform/once.js';
import type { Prompt } from '../platform/prompt.js';
import type { T, Texts } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import type { Stores } from '../stores/service.js';
import { defineExport, type Export, type ExportKind } from './model.js';
import { csvChunks, csvFiles, csvHead } from './writing/csv.js';
import { PRODUCT_HEADER, sheetOf } from './writing/tables.js';

export type ExportsDeps = {
  db: Db;
  products: Products;
  orders: Orders;
  customers: Customers;
  stores: Pick<Stores, 'byId'>;
  contacts: Pick<Contacts, 'find'>;
  chats: Pick<Chats, 'say'>;
  media: Pick<MediaStorage, 'put'>;
  texts: Pick<Texts, 't'>;
  clock: Clock;
  /** Queues the work on an export; must neither throw nor be waited for. */
  nudge(exportId: string): void;
};

type Wanted = { store: Store; kind: ExportKind; contactId: string; key: string; mostBytes: number };

export type Exports = ReturnType<typeof createExports>;

/** So many rows are written while the person waits: well under a second. */
const AT_ONCE = 2000;
/** What every messenger takes, and what is in memory of one at a time. */
const FILE_BYTES = 8 * 1024 * 1024;
const STALE_MS = 3000;
const KEPT_MS = 7 * 86_400_000;
const TYPE = 'text/csv';

/** What a store has, as files that a spreadsheet opens. */
export function createExports(deps: ExportsDeps) {
  const { db, products, orders, customers, stores, contacts, chats, media, texts, clock, nudge } = deps;
  const model = defineExport(db);
  const sheet = (store: Store, kind: ExportKind) => sheetOf(store, kind, { products, orders, customers });

  /** Customers are counted by their orders, of which each has at least one. */
  const count = ({ _id }: Store, kind: ExportKind): Promise<number> =>
    kind === 'products' ? products.count(_id, AT_ONCE + 1) : orders.countOfStore(_id, AT_ONCE + 1);

  /** Writes the files, and says each as soon as it is kept. The same `key` writes to the same places. */
  async function* write({ store, kind, contactId, key, mostBytes }: Wanted, t: T): AsyncGenerator<Prompt> {
    const { header, rows } = sheet(store, kind);
    let n = 0;
    for await (const file of csvFiles(header, rows, mostBytes)) {
      n += 1;
      const hash = createHash('sha256').update(`${key}.${kind}.${n}`).digest('hex').slice(0, 40);
      const place = `${mediaOfContact(contactId)}${hash}.csv`;
      await media.put(place, file.bytes, TYPE);
      const name = fileName(store, kind, n);
      yield { text: t(`export.${kind}`, { count: file.rows, shop: store.name }), file: { key: place, name } };
    }
  }

  return {
    /** What a file is called. */
    fileName,

    /** A table as it is written, in chunks; for a line that takes it as fast as it can. */
    stream(store: Store, kind: ExportKind): AsyncIterable<Buffer> {
      const { header, rows } = sheet(store, kind);
      return csvChunks(header, rows);
    },

    /**
     * The file for somebody in a chat, when that is done at once; else it is written as a job and comes by itself.
     * @returns null where it comes later
     */
    async forChat(store: Store, kind: ExportKind, contactId: string, t: T, once: Once): Promise<Prompt | null> {
      const known = await model.exists({ 'once.by': contactId, 'once.key': once.key });
      if (!known && (await count(store, kind)) <= AT_ONCE) {
        const wanted = { store, kind, contactId, key: once.key, mostBytes: Number.POSITIVE_INFINITY };
        for await (const prompt of write(wanted, t)) return prompt;
      }
      const now = clock.now();
      const made: Export = {
        ...{ _id: newId(), storeId: store._id, contactId, kind, state: 'writing' },
        once: keepOnce(contactId, once).once ?? { by: contactId, key: once.key },
        ...{ updatedAt: now, expireAt: new Date(now.getTime() + KEPT_MS) },
      };
      try {
        if (!known) {
          await model.create([made]);
          nudge(made._id);
        }
      } catch (error) {
        if (!isDuplicateKey(error, 'once.key')) throw error;
      }
      return null;
    },

    /** A file to begin with: what is for sale, or a header and one line where that is nothing or a lot. */
    async template(store: Store, contactId: string, t: T, once: Once): Promise<Prompt> {
      const found = await count(store, 'products');
      if (found > 0 && found <= AT_ONCE) {
        const wanted = {
          store,
          kind: 'products',
          contactId,
          key: once.key,
          mostBytes: Number.POSITIVE_INFINITY,
        } as const;
        for await (const { file } of write(wanted, t)) {
          return { text: t('import.template'), ...(file && { file }) };
        }
      }
      const hash = createHash('sha256').update(`${once.key}.template`).digest('hex').slice(0, 40);
      const key = `${mediaOfContact(contactId)}${hash}.csv`;
      const example = t('import.example').split('|');
      const lines = [csvHead(PRODUCT_HEADER), `${[...example, store.currency].join(',')}\r\n`];
      await media.put(key, Buffer.from(lines.join('')), TYPE);
      return { text: t('import.template'), file: { key, name: 'products.csv' } };
    },

    /**
     * Writes what was asked for in a chat and says it there. May be killed at any moment and run twice: each file is
     * said once.
     */
    async run(exportId: string): Promise<void> {
      const one = await model.findById(exportId).lean<Export>();
      if (one?.state !== 'writing') return;
      const contact = await contacts.find(one.contactId);
      if (contact) {
        const store = await stores.byId(one.storeId);
        let n = 0;
        const wanted = { store, kind: one.kind, contactId: contact._id, key: one.once.key, mostBytes: FILE_BYTES };
        for await (const prompt of write(wanted, texts.t(contact.language))) {
          await chats.say(contact, { id: `${exportId}.${n}`, prompt });
          n += 1;
          await model.updateOne({ _id: exportId }, { $set: { updatedAt: clock.now() } });
        }
      }
      await model.updateOne({ _id: exportId }, { $set: { state: 'done', updatedAt: clock.now() } });
    },

    /** Exports that nobody works on; at most `limit`. */
    async stale(limit: number): Promise<string[]> {
      const old = new Date(clock.now().getTime() - STALE_MS);
      const found = await model
        .find({ state: 'writing', updatedAt: { $lt: old } }, { _id: 1 })
        .sort({ updatedAt: 1 })
        .limit(limit)
        .lean<{ _id: string }[]>();
      return found.map(({ _id }) => _id);
    },
  };
}

const fileName = ({ link }: Store, kind: ExportKind, n = 1): string => `${kind}-${link}${n > 1 ? `-${n}` : ''}.csv`;

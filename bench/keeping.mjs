/**
 * How long a backup and a restore of a large shop take, and how much memory they need. Build first (`npm run build`).
 * Orders have the shape of real ones, each with its event, its delivery and its alert in the chat. Prints one line for
 * people and the same as JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { loadConfig } from '../dist/src/platform/config.js';
import { startEmbedded } from '../dist/src/platform/embedded/index.js';
import { root } from './a-haat.mjs';

const ORDERS = Number(process.argv[2] ?? 100_000);
const PHOTOS = 2000;
const PHOTO_BYTES = 60_000;
const BATCH = 5000;
/** Told on the way out by the program itself; `maxRSS` would count what the parent had when it forked. */
const TELL_MEMORY = `data:text/javascript,
import { readFileSync } from 'node:fs';
process.on('exit', () => process.stderr.write(readFileSync('/proc/self/status', 'utf8').match(/VmHWM:.*/)[0]))`;

const folder = mkdtempSync(join(tmpdir(), 'haat-bench-'));
const dir = (name) => join(folder, name);
try {
  const at = await fill(dir('here'));
  const archive = dir('shop.haat');
  const backup = await run('backup', [archive], { DATA_DIR: dir('here') });
  const restore = await run('restore', [archive], { DATA_DIR: dir('there') });
  const result = {
    orders: ORDERS,
    documents: at.documents,
    photos: PHOTOS,
    archiveMb: Math.round(statSync(archive).size / 1e6),
    ...{ backup, restore },
    node: process.version,
  };
  writeFileSync(join(root, 'bench', 'keeping.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(
    `${ORDERS} orders (${at.documents} documents) and ${PHOTOS} photos in ${result.archiveMb} MB: ` +
      `backup ${backup.seconds} s and ${backup.mostMb} MB, restore ${restore.seconds} s and ${restore.mostMb} MB\n` +
      `${JSON.stringify(result)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** A data directory with many orders and photos. */
async function fill(dataDir) {
  const log = { info: () => undefined, warn: () => undefined };
  const options = { ...loadConfig(process.env).embedded, dataDir, mongo: true, redis: false, log };
  const servers = await startEmbedded(options);
  const client = new mongoose.mongo.MongoClient(servers.mongodbUri);
  const db = client.db();
  let documents = 0;
  for (let from = 0; from < ORDERS; from += BATCH) {
    const parts = Array.from({ length: Math.min(BATCH, ORDERS - from) }, (_, i) => anOrder(from + i));
    for (const name of ['orders', 'orderevents', 'deliveries', 'chatmessages']) {
      await db.collection(name).insertMany(parts.map((part) => part[name]));
      documents += parts.length;
    }
  }
  await client.close();
  await servers.stop();
  const photos = join(dataDir, 'media/p');
  mkdirSync(photos, { recursive: true });
  for (let i = 0; i < PHOTOS; i++) {
    writeFileSync(join(photos, `${hex(i, 64)}-1080.webp`), Buffer.alloc(PHOTO_BYTES, hex(i * 7919, 16)));
  }
  return { documents };
}

/** Numbers that look like chance, so that the archive does not shrink to nothing. */
function hex(seed, length) {
  let state = (seed + 1) * 2654435761;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x6d2b79f5) | 0;
    text += (state >>> 0).toString(16).padStart(8, '0');
  }
  return text.slice(0, length);
}

function anOrder(i) {
  const _id = hex(i, 24);
  const at = new Date(1.78e12 + i * 1000);
  const [customerId, contactId, storeId] = [hex(i >> 2, 24), hex(7, 24), hex(9, 24)];
  const line = (n) => ({
    ...{ productId: hex(n % 65, 24), name: 'Mango pickle 500 g', mrp: 19900, salePrice: 14900, qty: 2, taken: 2 },
    ...{ photo: { key: hex(n % PHOTOS, 64), width: 1080, height: 1080 }, lineTotal: 29800, left: 100 },
  });
  const orders = {
    ...{ _id, storeId, customerId, contactId, number: `HT-${i.toString(36)}`, status: 'delivered' },
    ...{ lines: [line(i), line(i + 1), line(i + 2)], subtotal: 89400, delivery: 0, total: 89400, currency: 'INR' },
    ...{ name: 'Ravi Kumar', mobile: '+919812345678', address: `${i} MG Road, Camp, Pune 411001` },
    ...{ payment: { method: 'cod', state: 'received' }, once: { by: customerId, key: hex(i + 5, 32) }, createdAt: at },
    history: ['placed', 'accepted', 'packed', 'shipped', 'delivered'].map((status) => ({ status, at, by: 'seller' })),
  };
  const event = { _id: `${_id}.0`, orderId: _id, n: 0, status: 'placed', by: 'customer', at, told: true };
  const delivery = {
    ...{
      _id: `${_id}.0.${contactId}`,
      eventId: `${_id}.0`,
      orderId: _id,
      contactId,
      channel: 'web-chat',
      to: 'seller',
    },
    ...{ state: 'sent', attempts: 1, seq: i, shows: 4, at, sentAt: at },
  };
  const said = {
    ...{ _id: `${contactId}.${i}`, contactId, from: 'bot', at, choices: [{ id: `accept:${_id}`, label: 'Accept' }] },
    text: `New order ${orders.number}: ₹894, cash.\n2 × Mango pickle 500 g\nRavi Kumar, +919812345678\n${orders.address}`,
  };
  return { orders, orderevents: event, deliveries: delivery, chatmessages: said };
}

async function run(name, args, env) {
  const before = performance.now();
  const program = ['--import', TELL_MEMORY, `dist/src/main/run-${name}.js`, ...args];
  const child = spawn(process.execPath, program, { cwd: root, env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(output);
  const kB = Number(/VmHWM:\s+(\d+)/.exec(output)?.[1]);
  return { seconds: Math.round((performance.now() - before) / 100) / 10, mostMb: Math.round(kB / 1024) };
}

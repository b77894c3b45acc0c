/**
 * The page of a shop with 20, 200 and 2,000 products: what is on the wire, when its first byte is there, and how many a
 * second one core sends, beside a bare `node:http` server that sends the same bytes from memory. Both are measured in
 * turns, in pairs. Prints lines for people and the same as JSON.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { median, onCore, root, startHaat } from './a-haat.mjs';

const SIZES = [20, 200, 2000];
const CATEGORIES = 8;
const PAIRS = 5;
const SECONDS = 2;
const CONNECTIONS = 16;
const FIRST_BYTES = 50;
const KINDS = ['pickle', 'papad', 'kurta', 'masala', 'ladoo', 'chai', 'oil', 'diya', 'chutney', 'saree', 'basket'];
const OF = [
  'Mango',
  'Lemon',
  'Urad',
  'Indigo',
  'Kashmiri',
  'Besan',
  'Assam',
  'Sesame',
  'Clay',
  'Mint',
  'Silk',
  'Cane',
  'आम',
];
const HOW = ['Sour', 'Hand-made', 'Smoked', 'Country', 'Small', 'Festival', 'Old-style', 'Rajasthani', 'Fresh'];
const ACCEPTED = { 'accept-encoding': 'gzip, deflate, br' };
const autocannon = createRequire(import.meta.url).resolve('autocannon');

const folder = mkdtempSync(join(tmpdir(), 'haat-bench-'));
const haat = await startHaat({ RATE_LIMITS: 'off' });
try {
  const { token } = await request('POST', '/accounts', { mobile: '+919000054321', otp: '1234' });
  const results = [];
  for (const products of SIZES) results.push(await measure(products, token));
  const result = { shops: results, connections: CONNECTIONS, pairs: PAIRS, node: process.version };
  writeFileSync(join(root, 'bench', 'storefront.json'), `${JSON.stringify(result, null, 2)}\n`);
  for (const one of results) {
    process.stdout.write(
      `${one.products} products: ${kB(one.bytes)} on the wire (${kB(one.bytesBare)} unpacked), with style and script ` +
        `${kB(one.firstVisitBytes)}, of that script ${kB(one.scriptBytes)}; first byte after ${one.firstByteMs} ms, ` +
        `${one.firstByteAfterChangeMs} ms after a change; ${one.perSecond}/s, bare node:http ${one.floorPerSecond}/s: ` +
        `ratio ${one.ratio}; not changed (304) ${one.notChangedPerSecond}/s, ratio ${one.notChangedRatio}\n`,
    );
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await haat.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(products, token) {
  const { storeId, url } = await request('POST', '/stores', { name: `Bench ${products}`, address: 'Pune' }, token);
  const last = await fill(storeId, products, token);
  const path = new URL(url).pathname;
  const shop = haat.url + path;
  const page = await open(shop);
  const afterChange = [];
  for (let i = 0; i < 5; i++) {
    await request('PATCH', `/products/${last}`, { salePrice: 10_000 + i }, token);
    // each process looks once a second at the least; here the change is announced at once
    afterChange.push((await open(shop)).firstByteMs);
  }
  const { headers, body } = await open(shop);
  const warm = [];
  for (let i = 0; i < FIRST_BYTES; i++) warm.push((await open(shop)).firstByteMs);
  const assets = [...(await text(shop)).matchAll(/(?:href|src)="(\/s\/assets\/[^"]+\.(css|js))"/g)];
  const sizes = Object.fromEntries(
    await Promise.all(assets.map(async ([, asset, type]) => [type, (await open(haat.url + asset)).body.length])),
  );
  const script = Buffer.from(await text(haat.url + assets.find(([, , type]) => type === 'js')[1]));
  return {
    products,
    bytes: page.body.length,
    bytesBare: (await text(shop)).length,
    firstVisitBytes: page.body.length + sizes.css + sizes.js,
    scriptBytes: gzipSync(script).length,
    firstByteMs: rounded(median(warm)),
    firstByteAfterChangeMs: rounded(median(afterChange)),
    ...(await inPairs(shop, { headers, body })),
  };
}

/** Haat and the floor in turns, whole pages and 304. */
async function inPairs(shop, { headers, body }) {
  const file = join(folder, 'answer.json');
  const sent = Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !/^(connection|keep-alive|date|content-length|transfer-encoding)$/.test(name),
    ),
  );
  writeFileSync(file, JSON.stringify({ headers: sent, body: body.toString('base64') }));
  const [command, ...args] = onCore(0, process.execPath, 'bench/floors/bare-http.mjs', file);
  const floor = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(floor.stdout, 'data');
  const bare = String(line).trim();
  try {
    const whole = [];
    const known = [];
    for (const url of [shop, bare]) load(url, {}, 2);
    for (let pair = 0; pair < PAIRS; pair++) {
      whole.push({ haat: load(shop, {}), floor: load(bare, {}) });
      known.push({
        haat: load(shop, { 'if-none-match': headers.etag }),
        floor: load(bare, { 'if-none-match': headers.etag }),
      });
    }
    return {
      ...{ perSecond: median(whole.map((one) => one.haat)), floorPerSecond: median(whole.map((one) => one.floor)) },
      ratio: ratioOf(whole),
      notChangedPerSecond: median(known.map((one) => one.haat)),
      notChangedRatio: ratioOf(known),
    };
  } finally {
    floor.kill('SIGTERM');
    await once(floor, 'exit');
  }
}

/** Requests a second that are answered as they should be. */
function load(url, headers, seconds = SECONDS) {
  const given = Object.entries({ ...ACCEPTED, ...headers }).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const [command, ...args] = onCore(
    1,
    process.execPath,
    autocannon,
    '-j',
    '-n',
    '-c',
    String(CONNECTIONS),
    '-d',
    String(seconds),
    ...given,
    url,
  );
  const {
    requests,
    errors,
    non2xx,
    '3xx': redirects,
  } = JSON.parse(execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  if (errors > 0 || non2xx > redirects) throw new Error(`${url} was not answered as it should be`);
  return Math.round(requests.average);
}

function ratioOf(pairs) {
  return rounded(median(pairs.map(({ haat, floor }) => haat / floor)));
}

function rounded(number) {
  return Number(number.toFixed(2));
}

function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** Opens a page as a browser does; `body` as it was on the wire. */
function open(url) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    http
      .get(url, { headers: ACCEPTED }, async (answer) => {
        const firstByteMs = performance.now() - begun;
        const parts = [];
        for await (const part of answer) parts.push(part);
        resolve({ firstByteMs, headers: answer.headers, body: Buffer.concat(parts) });
      })
      .on('error', reject);
  });
}

async function text(url) {
  return (await fetch(url)).text();
}

/** No two products share a name, a price or a photo, so that they pack no better than a seller's do. */
async function fill(storeId, count, token) {
  let id;
  for (let i = 0; i < count; i++) {
    const [kind, of, how] = [KINDS[i % KINDS.length], OF[(i * 7) % OF.length], HOW[(i * 11) % HOW.length]];
    const price = 4900 + ((i * 7919) % 90_000);
    const form = new FormData();
    const fields = {
      ...{ name: `${how} ${of} ${kind} ${i}`, description: `${of}, ${how}.`, category: `Category ${i % CATEGORIES}` },
      ...{ mrp: price + 5000, salePrice: price },
    };
    for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
    const background = `#${((i * 2_654_435_761) % 0xffffff).toString(16).padStart(6, '0')}`;
    const photo = await sharp({ create: { width: 320, height: 320, channels: 3, background } })
      .jpeg()
      .toBuffer();
    form.set('image', new Blob([photo], { type: 'image/jpeg' }), 'photo.jpg');
    ({ id } = await request('POST', `/stores/${storeId}/products`, form, token));
  }
  return id;
}

async function request(method, path, body, token) {
  const isForm = body instanceof FormData;
  const answer = await fetch(`${haat.url}/api/v1${path}`, {
    ...{ method, body: isForm ? body : JSON.stringify(body) },
    headers: {
      ...(!isForm && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${told.detail}`);
  return told;
}

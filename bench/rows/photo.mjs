import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { openShop } from '../support/a-shop.mjs';
import { load } from '../support/load.mjs';
import { SECONDS } from '../support/numbers.mjs';
import { compare, inPairs } from '../support/pairs.mjs';
import { processorSeconds } from '../support/processor.mjs';

const AT_ONCE = 2;
const [WIDTH, HEIGHT] = [4000, 3000];
const OTHERS_PER_SECOND = 100;

/** A seller's photos of 12 megapixels, and what everybody else feels of them. */
export async function photo(world) {
  const { server, link } = await world.shop();
  const seller = await openShop(server.url, 0);
  const jpeg = await aPhoto();
  const file = join(world.folder, 'photo.jpg');
  writeFileSync(file, jpeg);
  const floor = await world.floor('sharp-photo.mjs', [file]);
  const ours = () => perSecond(server.pid, (until) => upload(seller, jpeg, until));
  const pairs = await inPairs({
    ours,
    floor: () => perSecond(floor.pid, async () => Number(await floor.ask(SECONDS))),
  });
  await floor.stop();
  const url = `${server.url}/api/v1/storefront/${link}/catalog`;
  const others = () => load({ url, pid: server.pid, connections: 4, perSecond: OTHERS_PER_SECOND });
  const beside = await inPairs({
    async ours() {
      const [felt] = await Promise.all([others(), ours()]);
      return felt;
    },
    floor: others,
  });
  return [
    compare(pairs, {
      ...{ name: 'photo', what: 'photo of 12 megapixels, two at once', unit: '/s', least: 0.9 },
      of: ({ perSecond }) => perSecond,
    }),
    compare(beside, {
      ...{ name: 'photo', what: 'p99 of other requests, beside without photos', unit: 'ms', most: 2 },
      of: ({ p99Ms }) => p99Ms,
    }),
  ];
}

async function perSecond(pid, work) {
  const [begun, cpuBefore] = [performance.now(), processorSeconds(pid)];
  const rate = await work(begun + SECONDS * 1000);
  const took = (performance.now() - begun) / 1000;
  const cpu = processorSeconds(pid) - cpuBefore;
  return { perSecond: rate, perCpuSecond: (rate * took) / cpu, coreShare: cpu / took };
}

let names = 0;

/** @returns how many a second are taken in, two at once */
async function upload({ api, token, storeId }, jpeg, until) {
  const begun = performance.now();
  let count = 0;
  const send = async () => {
    for (; performance.now() < until; count++) {
      const form = new FormData();
      const fields = { name: `Photo ${names++}`, category: 'Photos', mrp: 100, salePrice: 100 };
      for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
      form.set('image', new Blob([jpeg], { type: 'image/jpeg' }), 'photo.jpg');
      await api('POST', `/stores/${storeId}/products`, form, { token });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  return (count * 1000) / (performance.now() - begun);
}

/** Slopes with noise, about as hard to pack as what a phone takes. */
async function aPhoto() {
  const raw = Buffer.alloc(WIDTH * HEIGHT * 3);
  let state = 7;
  for (let at = 0, y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      const noise = (state >> 16) % 22;
      raw[at++] = (x * 200) / WIDTH + noise;
      raw[at++] = (y * 200) / HEIGHT + noise + 20 * Math.sin(x / 40);
      raw[at++] = ((x + y) * 110) / WIDTH + noise;
    }
  }
  return sharp(raw, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}

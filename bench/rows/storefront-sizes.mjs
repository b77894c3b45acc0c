import { openShop } from '../support/a-shop.mjs';
import { open } from '../support/call.mjs';
import { aProductOf, inDatabase, insertMany } from '../support/many-products.mjs';
import { median } from '../support/numbers.mjs';
import { bound } from '../support/pairs.mjs';
import { besideSameBytes } from './same-bytes.mjs';

const SIZES = [20, 200, 2000];
const LOOKS = 20;
const ACCEPTED = 'gzip, deflate, br';

/** What a buyer waits for and pays for when a small, a usual and a large shop is opened. */
export async function storefrontSizes(world) {
  const server = await world.haat();
  const rows = [];
  for (const count of SIZES) rows.push(...(await ofSize(world, server, count)));
  await server.stop();
  return rows;
}

async function ofSize(world, server, count) {
  const shop = await openShop(server.url, 1);
  await fill(server, shop, count - 1);
  const look = () => open(shop.page, { 'accept-encoding': ACCEPTED });
  const afterChange = [];
  for (let i = 0; i < 5; i++) {
    await shop.api('PATCH', `/products/${shop.products[0].id}`, { salePrice: 1000 + i }, shop);
    afterChange.push((await look()).firstByteMs);
  }
  const warm = [];
  for (let i = 0; i < LOOKS; i++) warm.push((await look()).firstByteMs);
  const html = await (await fetch(shop.page)).text();
  const assets = [...html.matchAll(/(?:href|src)="(\/s\/assets\/[^"]+\.(?:css|js))"/g)];
  const files = await Promise.all([
    look(),
    ...assets.map(([, path]) => open(server.url + path, { 'accept-encoding': ACCEPTED })),
  ]);
  const bytes = files.reduce((sum, { body }) => sum + body.length, 0);
  const name = 'storefront-sizes';
  return [
    bound({ name, what: `${count} products, with style and script`, unit: 'kB', ours: bytes / 1000 }),
    bound({ name, what: 'first byte, warm', unit: 'ms', ours: median(warm) }),
    bound({ name, what: 'first byte, right after a change', unit: 'ms', ours: median(afterChange) }),
    ...(await besideSameBytes(world, {
      ...{ pid: server.pid, url: shop.page, accepted: ACCEPTED },
      kinds: [{ kind: 'whole', name, what: `page of ${count} products` }],
    })),
  ];
}

/** More products like the first, each with a photo of its own. */
const fill = ({ at }, { storeId, products: [first] }, count) =>
  inDatabase(at.MONGODB_URI, async (db) => {
    const products = db.collection('products');
    const { categoryId: id, category: name, photo } = await products.findOne({ _id: first.id });
    await insertMany(products, count, (i) => ({
      ...aProductOf(storeId, { id, name }, i),
      photo: { ...photo, key: i.toString(16).padStart(8, '0').repeat(8) },
    }));
  });

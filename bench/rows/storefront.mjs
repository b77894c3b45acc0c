import { besideSameBytes } from './same-bytes.mjs';

/** The page of a shop with 200 products as a browser asks for it. */
export async function storefront(world) {
  const { server, page } = await world.shop();
  return besideSameBytes(world, {
    ...{ pid: server.pid, url: page, accepted: 'gzip, deflate, br' },
    kinds: [
      { kind: 'whole', name: 'storefront', what: 'storefront page, 200 products', least: 0.5 },
      { kind: 'known', name: 'storefront-304', what: 'the same, 304' },
    ],
  });
}

import { besidePeer } from '../support/peers.mjs';
import { besideSameBytes } from './same-bytes.mjs';

/** The catalog of 200 products by its link, whole and as 304. */
export async function catalog(world) {
  const { server, link } = await world.shop();
  const rows = await besideSameBytes(world, {
    ...{ pid: server.pid, url: `${server.url}/api/v1/storefront/${link}/catalog`, accepted: 'gzip' },
    kinds: [
      { kind: 'whole', name: 'catalog', what: 'catalog of 200 products, gzip', least: 0.5 },
      { kind: 'known', name: 'catalog-304', what: 'the same, 304', least: 0.6 },
    ],
  });
  return [...rows, besidePeer('catalog', rows[0])];
}

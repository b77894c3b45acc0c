import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from '../support/call.mjs';
import { load } from '../support/load.mjs';
import { compare, inPairs } from '../support/pairs.mjs';

const BY_NODE = /^(connection|keep-alive|date|content-length|transfer-encoding)$/;

/**
 * An address of ours beside a bare `node:http` that sends the same bytes and headers from memory, whole and as 304.
 * @param accepted the encodings that the reader takes
 * @param kinds which of `whole` and `known` to measure, each with its name, words and ratio to reach
 */
export async function besideSameBytes(world, { pid, url, accepted, kinds }) {
  const asked = { 'accept-encoding': accepted };
  const { headers, body } = await open(url, asked);
  const file = join(world.folder, 'answer.json');
  const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => !BY_NODE.test(name)));
  writeFileSync(file, JSON.stringify({ headers: sent, body: body.toString('base64') }));
  const floor = await world.floor('bare-http.mjs', [file]);
  const rows = [];
  for (const { kind, ...row } of kinds) {
    const known = kind === 'known' && { 'if-none-match': headers.etag };
    const how = { headers: { ...asked, ...known }, status: known ? 304 : 200 };
    const pairs = await inPairs({
      ours: () => load({ url, pid, ...how }),
      floor: () => load({ url: floor.url, pid: floor.pid, ...how }),
    });
    rows.push(compare(pairs, { unit: '/s', alone: true, of: ({ perSecond }) => perSecond, ...row }));
  }
  await floor.stop();
  return rows.map((row) => ({ ...row, bytes: body.length }));
}

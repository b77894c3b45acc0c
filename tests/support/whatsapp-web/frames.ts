import { bigEndian } from './nodes.js';

const LENGTH_BYTES = 3;

/** One frame as it goes over the wire, its length before it. */
export const framed = (bytes: Uint8Array): Buffer => Buffer.concat([bigEndian(bytes.length, LENGTH_BYTES), bytes]);

/** Cuts what comes in into frames, after the four bytes that a client begins with (and a header of routing). */
export function createFrames(): (data: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0);
  let hasBegun = false;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    if (!hasBegun) {
      const start = rest.toString('latin1', 0, 2) === 'ED' ? 7 + rest.readUIntBE(4, 3) : 0;
      if (rest.length < start + 4) return [];
      if (rest.toString('latin1', start, start + 2) !== 'WA') throw new Error('no client of WhatsApp begins so');
      rest = rest.subarray(start + 4);
      hasBegun = true;
    }
    const frames: Buffer[] = [];
    while (rest.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + rest.readUIntBE(0, LENGTH_BYTES);
      if (rest.length < end) break;
      frames.push(rest.subarray(LENGTH_BYTES, end));
      rest = rest.subarray(end);
    }
    return frames;
  };
}

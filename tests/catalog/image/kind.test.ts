import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kindOf } from '../../../src/catalog/image/kind.js';

const box = (...brands: string[]): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(12 + brands.length * 4);
  const [major = '', ...compatible] = brands;
  return Buffer.concat([length, Buffer.from(`ftyp${major}\0\0\0\0${compatible.join('')}`, 'latin1')]);
};

it.each([
  ['jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ['png', Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1')],
  ['webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')],
  ['heic', box('heic', 'mif1', 'heic')],
  ['heic', box('mif1', 'miaf', 'heic')],
  [undefined, box('avif', 'mif1', 'miaf')],
  [undefined, box('mif1', 'avif')],
  [undefined, Buffer.from('GIF89a..........', 'latin1')],
  [undefined, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  [undefined, Buffer.from('%PDF-1.7 .......')],
  [undefined, Buffer.from('II*\0............', 'latin1')],
  [undefined, Buffer.alloc(0)],
])('tells %s by its first bytes', (kind, bytes) => {
  expect(kindOf(bytes)).toBe(kind);
});

it('reads any bytes without a fault', () => {
  const start = fc.constantFrom(Buffer.alloc(0), box('mif1'), Buffer.from('\xff\xff\xff\xffftypmif1', 'latin1'));
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 64 }), (head, tail) => {
      expect([undefined, 'jpeg', 'png', 'webp', 'heic']).toContain(kindOf(Buffer.concat([head, tail])));
    }),
  );
});

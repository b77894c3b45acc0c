import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { aHeic, claimSize, noisy, plain } from '../catalog/pictures.js';

const MB = 1024 * 1024;

/** One part of a PNG; its checksum is right, so that a reader goes on to what is in it. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A PNG with another part right after its header, where readers look for profiles and texts. */
async function pngWith(extra: Buffer): Promise<Buffer> {
  const png = await plain(9, 9).png().toBuffer();
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), extra, png.subarray(afterHeader)]);
}

/** A PNG of a few bytes that says how large it would be. */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(MB)))]);
}

/** The same HEIC, each of whose pictures says that it is so large. */
async function heicOf(width: number, height: number): Promise<Buffer> {
  const bytes = Buffer.from(await aHeic());
  for (let at = bytes.indexOf('ispe'); at >= 0; at = bytes.indexOf('ispe', at + 1)) {
    bytes.writeUInt32BE(width, at + 8);
    bytes.writeUInt32BE(height, at + 12);
  }
  return bytes;
}

const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1);
/** What unfolds to 64 MB, behind a name as such parts have. */
const bomb = (name: string): Buffer =>
  Buffer.concat([Buffer.from(`${name}\0\0`, 'latin1'), deflateSync(Buffer.alloc(64 * MB))]);

export type Hostile = [what: string, code: string, make: () => Promise<Buffer>];

/** Files that are no photo, or none that anybody should try to read. */
export const HOSTILE_FILES: readonly Hostile[] = [
  ['nothing', 'photo_unreadable', async () => Buffer.alloc(0)],
  ['16 MB', 'photo_too_big', async () => Buffer.concat([await plain(9, 9).jpeg().toBuffer(), Buffer.alloc(16 * MB)])],
  ['an SVG with a script', 'photo_unreadable', async () => Buffer.from('<svg><script>alert(1)</script></svg>')],
  ['an SVG behind an XML head', 'photo_unreadable', async () => Buffer.from('<?xml version="1.0"?><svg/>')],
  ['a page', 'photo_unreadable', async () => Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['a ZIP', 'photo_unreadable', async () => Buffer.from('PK\x03\x04'.padEnd(200, '\0'), 'latin1')],
  ['an animated GIF', 'photo_unreadable', () => plain(9, 9).gif().toBuffer()],
  ['half a JPEG', 'photo_unreadable', async () => half(await noisy(200, 200).jpeg().toBuffer())],
  ['half a print JPEG (CMYK)', 'photo_unreadable', async () => half(await cmyk())],
  ['half a PNG', 'photo_unreadable', async () => half(await noisy(200, 200).png().toBuffer())],
  ['half a HEIC', 'photo_unreadable', async () => half(await aHeic())],
  ['half an animation', 'photo_unreadable', async () => half(await anAnimation(40))],
  ['a JPEG of 4,225 megapixels', 'photo_too_many_pixels', async () => claimSize(await small(), 65_000, 65_000)],
  ['a PNG of 400 megapixels', 'photo_too_many_pixels', async () => pngOf(20_000, 20_000)],
  ['a HEIC of 900 megapixels', 'photo_too_many_pixels', () => heicOf(30_000, 30_000)],
];

/** Photos that are odd, and photos all the same. */
export const ODD_PHOTOS: readonly [what: string, make: () => Promise<Buffer>][] = [
  ['a JPEG of 11 MB', async () => Buffer.concat([await noisy(400, 300).jpeg().toBuffer(), Buffer.alloc(11 * MB)])],
  ['a print JPEG (CMYK)', () => cmyk()],
  ['a HEIC', () => aHeic()],
  ['an animation of 400 pictures', () => anAnimation(400)],
  ['a PNG whose text unfolds to 64 MB', () => pngWith(chunk('zTXt', bomb('Comment')))],
  ['a PNG whose colours unfold to 64 MB', () => pngWith(chunk('iCCP', bomb('icc')))],
];

const small = (): Promise<Buffer> => plain(64, 64).jpeg().toBuffer();
const cmyk = (): Promise<Buffer> => noisy(200, 200).toColourspace('cmyk').jpeg().toBuffer();

async function anAnimation(pictures: number): Promise<Buffer> {
  const colours = ['#ff0000', '#00ff00'];
  const [red, green] = await Promise.all(colours.map((colour) => plain(20, 20, colour).png().toBuffer()));
  const frames = Array.from({ length: pictures }, (_, n) => (n % 2 ? green : red) ?? Buffer.alloc(0));
  return sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
}

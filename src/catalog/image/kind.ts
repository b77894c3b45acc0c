/** The kinds of picture that are taken. */
export type ImageKind = 'jpeg' | 'png' | 'webp' | 'heic';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEVC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis']);
/** Brands of the container alone, which holds HEVC or AV1: the compatible brands tell which. */
const CONTAINER_BRANDS = new Set(['mif1', 'msf1']);

/** What the bytes are by their first few, whatever a file name or a header claims; undefined for all that is not taken. */
export function kindOf(bytes: Buffer): ImageKind | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes.subarray(0, PNG.length).equals(PNG)) return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  return isHeic(bytes) ? 'heic' : undefined;
}

/** ISO/IEC 23008-12: a `ftyp` box of a length, a major brand, a version and compatible brands. */
function isHeic(bytes: Buffer): boolean {
  if (bytes.length < 16 || ascii(bytes, 4, 8) !== 'ftyp') return false;
  const major = ascii(bytes, 8, 12);
  if (HEVC_BRANDS.has(major)) return true;
  if (!CONTAINER_BRANDS.has(major)) return false;
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256);
  for (let at = 16; at + 4 <= end; at += 4) {
    if (HEVC_BRANDS.has(ascii(bytes, at, at + 4))) return true;
  }
  return false;
}

const ascii = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

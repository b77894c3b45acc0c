/** What a photo is, by its bytes: the name and the type that came with it say nothing. */
export type PhotoType = { contentType: string; ending: 'jpg' | 'png' | 'webp' | 'heic' };

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'heif']);

/** JPEG, PNG, WebP, or what iPhones take (HEIC, HEIF); undefined for everything else. */
export function sniffPhoto(bytes: Uint8Array): PhotoType | undefined {
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return { contentType: 'image/jpeg', ending: 'jpg' };
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return { contentType: 'image/png', ending: 'png' };
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return { contentType: 'image/webp', ending: 'webp' };
  if (ascii(4, 8) === 'ftyp' && HEIC_BRANDS.has(ascii(8, 12))) return { contentType: 'image/heic', ending: 'heic' };
  return undefined;
}

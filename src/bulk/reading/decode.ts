import { isUtf8 } from 'node:buffer';
import { Refusal } from '../../platform/refusal.js';
import { fileTooBig, MOST_BYTES } from '../limits.js';

/** How files begin that people send in place of a CSV: spreadsheets (xlsx, ods, Numbers, xls), PDF and pictures. */
const OTHERS = ['504b0304', '504b0506', 'd0cf11e0', '25504446', '89504e47', 'ffd8ff', '47494638', '52494646'];
/** HEIC pictures say it behind their first four bytes. */
const FTYP = '66747970';

/** What Windows-1252 has where Latin-1 has control signs, from 0x80 on; a space where it has nothing. */
const WINDOWS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * The text of a file as people's programs write it: UTF-8 with or without a mark, UTF-16 with one (Excel's "Unicode
 * text"), else the Windows-1252 of older programs. Its line breaks are made `\n`.
 * @throws Refusal `file_too_big` (413), `csv_wanted` (415) for what is no text at all
 */
export function decode(bytes: Buffer): string {
  if (bytes.length > MOST_BYTES) throw fileTooBig();
  const head = bytes.subarray(0, 8).toString('hex');
  if (OTHERS.some((kind) => head.startsWith(kind)) || head.slice(8).startsWith(FTYP)) throw csvWanted();
  const text = textOf(bytes).replace(/\r\n?/g, '\n');
  if (text.includes('\0')) throw csvWanted();
  return text;
}

function textOf(bytes: Buffer): string {
  const begins = bytes.subarray(0, 2).toString('hex');
  const encoding = begins === 'fffe' ? 'utf-16le' : begins === 'feff' ? 'utf-16be' : 'utf-8';
  // the decoder takes the mark away
  if (encoding !== 'utf-8' || isUtf8(bytes)) return new TextDecoder(encoding).decode(bytes);
  // Node 20 knows Windows-1252 by name, and reads it as Latin-1
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (sign) => WINDOWS[sign.charCodeAt(0) - 0x80] ?? sign);
}

/** For whoever sent a spreadsheet itself, a PDF or a picture. */
export const csvWanted = (): Refusal => new Refusal('csv_wanted', 415);

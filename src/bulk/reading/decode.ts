import { isUtf8 } from 'node:buffer';
import { Refusal } from '../../platform/refusal.js';
import { fileTooBig, MOST_BYTES } from '../limits.js';

/** How files begin that people send in place of a CSV: spreadsheets (xlsx, ods, Numbers, xls), PDF and pictures. */
const OTHERS = ['504b0304', '504b0506', 'd0cf11e0', '25504446', '89504e47', 'ffd8ff', '47494638', '52494646'];
/** HEIC pictures say it behind their first four bytes. */
const FTYP = '66747970';

/**
 * The text of a file as people's programs write it: UTF-8 with or without a mark, UTF-16 with one (Excel's "Unicode
 * text"), else the Windows-1252 of older programs. Its line breaks are made `\n`.
 * @throws Refusal `file_too_big` (413), `csv_wanted` (415) for what is no text at all
 */
export function decode(bytes: Buffer): string {
  if (bytes.length > MOST_BYTES) throw fileTooBig();
  const head = bytes.subarray(0, 8).toString('hex');
  if (OTHERS.some((kind) => head.startsWith(kind)) || head.slice(8).startsWith(FTYP)) throw csvWanted();
  // the decoder takes the mark away
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes).replace(/\r\n?/g, '\n');
  if (text.includes('\0')) throw csvWanted();
  return text;
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** For whoever sent a spreadsheet itself, a PDF or a picture. */
export const csvWanted = (): Refusal => new Refusal('csv_wanted', 415);

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyAscii from 'any-ascii';
import { glyphsOf } from './font-glyphs.js';
import { packageRoot } from './package-root.js';

/** The family that texts ask for; the others of the list step in for what it lacks. */
export const FONT_FAMILY = 'Noto Sans';

/**
 * Fonts that come as npm packages (`@expo-google-fonts/<package>`), so that a picture looks the same on every machine.
 * A script joins by a line here and its package in package.json; one whose package is missing is left out.
 */
const FONTS = [
  { package: 'noto-sans', file: 'NotoSans' },
  { package: 'noto-sans-devanagari', file: 'NotoSansDevanagari' },
  { package: 'noto-sans-arabic', file: 'NotoSansArabic' },
  { package: 'noto-sans-bengali', file: 'NotoSansBengali' },
  { package: 'noto-sans-gujarati', file: 'NotoSansGujarati' },
  { package: 'noto-sans-gurmukhi', file: 'NotoSansGurmukhi' },
  { package: 'noto-sans-kannada', file: 'NotoSansKannada' },
  { package: 'noto-sans-malayalam', file: 'NotoSansMalayalam' },
  { package: 'noto-sans-tamil', file: 'NotoSansTamil' },
  { package: 'noto-sans-telugu', file: 'NotoSansTelugu' },
  { package: 'noto-emoji', file: 'NotoEmoji' },
] as const;

const folderOf = (name: string, weight: string): string =>
  join(packageRoot, 'node_modules', '@expo-google-fonts', name, weight);

const shipped = FONTS.filter((font) => existsSync(folderOf(font.package, '700Bold')));

/**
 * Makes the shipped fonts, and only them, the ones that sharp draws text with. It must have been called before the
 * process draws its first text: fontconfig reads its configuration once. (Node hands changes of `process.env` on to
 * the C library, in the main thread only; that is why this is the one place beside the configuration that touches it.)
 */
export function useShippedFonts(): void {
  const folders = shipped.flatMap((font) => [folderOf(font.package, '400Regular'), folderOf(font.package, '700Bold')]);
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>${folders.map((folder) => `<dir>${escapeXml(folder)}</dir>`).join('')}</fontconfig>`;
  const file = join(tmpdir(), `haat-fonts-${createHash('sha256').update(config).digest('hex').slice(0, 16)}.conf`);
  if (process.env.FONTCONFIG_FILE === file && existsSync(file)) return;
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, config, { flag: 'wx' });
  renameSync(unfinished, file);
  process.env.FONTCONFIG_FILE = file;
}

let known: Set<number> | undefined;

/** Code points that some shipped font draws; read from the files once. */
function drawn(): Set<number> {
  known ??= new Set(
    shipped.flatMap((font) => [
      ...glyphsOf(readFileSync(join(folderOf(font.package, '700Bold'), `${font.file}_700Bold.ttf`))),
    ]),
  );
  return known;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Joiners and selectors shape their neighbours; without a glyph they are just not seen. */
const INVISIBLE = /^[\p{Cf}\p{Variation_Selector}\s]$/u;

/**
 * The text as the shipped fonts can draw it: letters of a script they lack in Latin letters, symbols they lack left
 * out. Never a box.
 */
export function drawable(text: string): string {
  const glyphs = drawn();
  const has = (point: string): boolean => INVISIBLE.test(point) || glyphs.has(point.codePointAt(0) ?? 0);
  const parts = Array.from(graphemes.segment(text), ({ segment }) => {
    if ([...segment].every(has)) return segment;
    return /[\p{L}\p{N}]/u.test(segment) ? anyAscii(segment) : '';
  });
  return parts.join('').replace(/ {2,}/g, ' ').trim();
}

/** For text inside XML, SVG and Pango markup. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

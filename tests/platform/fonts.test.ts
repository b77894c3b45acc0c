import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { glyphsOf } from '../../src/platform/font-glyphs.js';
import { drawable, escapeXml, useShippedFonts } from '../../src/platform/fonts.js';
import { packageRoot } from '../../src/platform/package-root.js';

const fileOf = (path: string): Buffer => readFileSync(join(packageRoot, 'node_modules/@expo-google-fonts', path));

describe('a font', () => {
  const latin = glyphsOf(fileOf('noto-sans/700Bold/NotoSans_700Bold.ttf'));
  const arabic = glyphsOf(fileOf('noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf'));

  it('tells which characters it draws', () => {
    for (const sign of ['A', 'z', 'é', '₹', '€', 'Ж']) expect(latin.has(sign.codePointAt(0) ?? 0)).toBe(true);
    for (const sign of ['م', 'پ']) expect(arabic.has(sign.codePointAt(0) ?? 0)).toBe(true);
  });

  it('tells which characters it lacks', () => {
    for (const sign of ['م', '北', '🥭', '\uffff']) expect(latin.has(sign.codePointAt(0) ?? 0)).toBe(false);
    for (const sign of ['北', '🥭']) expect(arabic.has(sign.codePointAt(0) ?? 0)).toBe(false);
  });

  it('that is none is a fault, not an empty font', () => {
    expect(() => glyphsOf(Buffer.alloc(64))).toThrow('no cmap table');
  });
});

describe('a text for a picture', () => {
  it.each(['Asha Pickles', 'आशा अचार', 'क्षत्रिय', 'متجر سارة', 'Žižek & Søn', '₹149 · 500 g'])(
    '%s stays as it is',
    (text) => {
      expect(drawable(text)).toBe(text);
    },
  );

  it('has Latin letters in place of letters that no shipped font draws', () => {
    expect(drawable('北京 Duck')).toBe('BeiJing Duck');
  });

  it('lacks signs that no shipped font draws, and is tidy without them', () => {
    expect(drawable('Asha \u{1fbf0}\u{10fffd} Pickles \u{10fffd}')).toMatch(/^Asha \S* ?Pickles$/);
    expect(drawable('\u{10fffd}')).toBe('');
  });
});

it('points fontconfig to the shipped fonts alone, the same way each time', () => {
  useShippedFonts();
  const file = process.env.FONTCONFIG_FILE ?? '';
  const config = readFileSync(file, 'utf8');
  expect(config).toContain('noto-sans-devanagari/700Bold</dir>');
  expect(config).not.toContain('/usr/share');
  useShippedFonts();
  expect(process.env.FONTCONFIG_FILE).toBe(file);
});

it('escapes what XML would take for itself', () => {
  expect(escapeXml(`<a href="x">O'Neil & Co</a>`)).toBe('&#60;a href=&#34;x&#34;&#62;O&#39;Neil &#38; Co&#60;/a&#62;');
});

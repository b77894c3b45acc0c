import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTexts } from '../../src/platform/texts.js';
import { tempDir } from '../support/temp-dir.js';

const english = { hello: 'Hello', bye: 'Bye', words: { ok: ['ok'] } };
const files = { en: english, hi: { hello: 'नमस्ते', words: { ok: ['ठीक'] } } };

const inHindi = () => {
  const folder = tempDir();
  for (const [language, texts] of Object.entries(files)) {
    writeFileSync(join(folder, `${language}.json`), JSON.stringify(texts));
  }
  return createTexts('hi', folder);
};

it.each([
  ['hi', 'नमस्ते', ['ठीक', 'ok']],
  ['hi-IN', 'नमस्ते', ['ठीक', 'ok']],
  ['en', 'Hello', ['ok']],
  ['ar', 'नमस्ते', ['ठीक', 'ok']],
  ['pt-BR', 'नमस्ते', ['ठीक', 'ok']],
  [undefined, 'नमस्ते', ['ठीक', 'ok']],
])('whoever reads %s is told "%s", and answers in words of the same language', (language, hello, ok) => {
  const texts = inHindi();
  expect(texts.t(language)('hello')).toBe(hello);
  expect(texts.words(language)).toEqual({ ok });
});

it('a sentence that a language lacks is told in English', () => {
  expect(inHindi().t('hi')('bye')).toBe('Bye');
});

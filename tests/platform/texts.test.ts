import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

describe('what fills a slot', () => {
  const inFile = (language: string, text: string) => {
    const folder = tempDir();
    writeFileSync(join(folder, `${language}.json`), JSON.stringify({ said: text, words: {} }));
    return createTexts(language, folder).t(language);
  };

  it('has its digits grouped as the language does, in Latin digits', () => {
    expect(inFile('en', '{count} orders')('said', { count: 1234567 })).toBe('1,234,567 orders');
    expect(inFile('hi', '{count} ऑर्डर')('said', { count: 1234567 })).toBe('12,34,567 ऑर्डर');
    expect(inFile('ar', '{count} طلب')('said', { count: 1234567 })).toBe('1,234,567 طلب');
  });

  it('keeps its own direction in a line from right to left, and a link stays a link', () => {
    const t = inFile('ar', '{shop} مفتوح: {url}');
    const said = t('said', { shop: 'Asha\u2069 Pickles', url: 'https://shop.example/s/asha' });
    expect(said).toBe('\u2068Asha Pickles\u2069 مفتوح: https://shop.example/s/asha');
    expect(t('said', { shop: '+91 98765', url: '' })).toBe('\u2066+91 98765\u2069 مفتوح: ');
    expect(inFile('es', '{shop} abre')('said', { shop: 'Asha' })).toBe('Asha abre');
  });

  it('is never read as a slot itself', () => {
    expect(inFile('en', '{shop} for {total}')('said', { shop: '{total}', total: 5 })).toBe('{total} for 5');
  });
});

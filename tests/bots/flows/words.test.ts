import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/platform/package-root.js';

type Tree = { [key: string]: string | string[] | Tree };

const locale = JSON.parse(readFileSync(join(packageRoot, 'locales/en.json'), 'utf8')) as Tree;

/** Every sentence of a part of the locale, by its whole key. */
const sentences = (tree: Tree, path = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]) => {
    if (typeof value === 'string') return [[path + key, value]];
    return Array.isArray(value) ? [] : sentences(value, `${path}${key}.`);
  });

const MINE = [
  'start',
  'signUp',
  'newStore',
  'addProduct',
  'share',
  'stores',
  'forgetMe',
  'language',
  'orders',
  'products',
  'report',
  'digest',
  'poster',
  'common',
  'buy',
  'alert',
  'order',
  'prove',
  'webChat',
  'refusals',
];
const ours = MINE.flatMap((group) => sentences(locale[group] as Tree, `${group}.`));
const BUTTONS =
  /\.do\.|^(signUp\.resend|addProduct\.(noPhoto|leaveOut|withoutPhotos)|forgetMe\.(yes|no)|orders\.(accept|reject)|common\.(more|previous)|webChat\.(earlier|newer|send)|prove\.(yes|no)|alert\.reasons\.\w+|buy\.(backToShop|add|less|more|undo|resend|payCash|payUpi|changeAddress|seeOrder|cancelOrder|yesCancel|noKeep))$/;

/** The source of all flows. */
const source = readdirSync(join(packageRoot, 'bots/flows'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(packageRoot, 'bots/flows', file), 'utf8'))
  .join('\n');

describe('the words of the flows', () => {
  it('are there for every key that is named', () => {
    const known = new Set(sentences(locale).map(([key]) => key.replace(/_(zero|one|two|few|many|other)$/, '')));
    const named = [...source.matchAll(/\bt\(\s*'([a-zA-Z]+\.[a-zA-Z.]+)'/g)].map(([, key]) => key);
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((key) => !known.has(key ?? ''))).toEqual([]);
  });

  it('come in sentences of at most 12 words', () => {
    const long = ours.filter(([, text]) =>
      text.split(/[.?!:]\s|\n/).some((sentence) => sentence.split(/\s+/).filter(Boolean).length > 12),
    );
    expect(long).toEqual([]);
  });

  it('fit on a button of 20 characters', () => {
    const buttons = ours.filter(([key]) => BUTTONS.test(key));
    expect(buttons.length).toBeGreaterThan(10);
    expect(buttons.filter(([, text]) => text.replace('{number}', 'HT-7K3Q9').length > 20)).toEqual([]);
  });

  it('blame nobody', () => {
    // only where a message is lost after all is there something to be sorry for
    const said = ours.filter(([key]) => key !== 'common.apology');
    expect(said.filter(([, text]) => /\b(invalid|error|failed|wrong|sorry)\b/i.test(text))).toEqual([]);
  });
});

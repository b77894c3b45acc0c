import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { createTexts } from '../../../src/platform/texts.js';
import { testDb } from '../../support/db.js';
import { aWebChat } from './a-web-chat.js';

const db = testDb();
beforeAll(async () => {
  defineSaid(db);
  await makeIndexes(db);
});

const folder = new URL('../../../bots/web-chat/page/', import.meta.url);
const addresses = (html: string) => [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);

describe('the page at /chat', () => {
  it('is whole: every file it names is there, small on the line and kept by the browser', async () => {
    const { url } = await aWebChat(db);
    const html = await (await fetch(`${url}/chat`)).text();
    const files = new Set(addresses(html));
    expect(files.size).toBe(readdirSync(folder).length - 1);
    for (const path of files) {
      const answer = await fetch(`${url}${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-encoding')).toBe('gzip');
      expect(await answer.text()).toBe(readFileSync(new URL(path.split('/').pop() ?? '', folder), 'utf8'));
    }
  });

  it('asks again for a file of an older version, and hears that nothing changed', async () => {
    const { url } = await aWebChat(db);
    const old = `${url}/chat/assets/older/chat.js`;
    const first = await fetch(old);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const etag = first.headers.get('etag') ?? '';
    expect((await fetch(old, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(
      (await fetch(old, { headers: { 'accept-encoding': 'identity' } })).headers.get('content-encoding'),
    ).toBeNull();
  });

  it.each(['page.ts', 'index.html', '..%2fpage.ts', '%2e%2e%2f%2e%2e%2fpackage.json', 'nothing.js'])(
    'has no file %s',
    async (name) => {
      expect((await fetch(`${(await aWebChat(db)).url}/chat/assets/1/${name}`)).status).toBe(404);
    },
  );

  it('runs nothing but its own files', async () => {
    const { url } = await aWebChat(db);
    const answer = await fetch(`${url}/chat`);
    const html = await answer.text();
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(html).not.toMatch(/<script(?![^>]*(src=|application\/json))/);
    expect(html).not.toMatch(/\s(style|on\w+)="/);
    expect(addresses(html).every((address) => address.startsWith('/chat/assets/'))).toBe(true);
  });

  it('has every word from the locales, and no slot left open', async () => {
    const { url } = await aWebChat(db);
    const html = await (await fetch(`${url}/chat`)).text();
    expect(html).not.toMatch(/\[\[|\]\]|webChat\./);
    const setting = JSON.parse(/<script[^>]*id="setting">(.*?)<\/script>/s.exec(html)?.[1] ?? '');
    expect(setting).toMatchObject({ language: 'en', dir: 'ltr', photoBytes: 15 * 1024 * 1024 });
    expect(setting.words.captionOf).toBe('Caption of photo {n}');
    const used = readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/\bt\('(\w+)'/g)])
      .map(([, key = '']) => key);
    expect(used.length).toBeGreaterThan(10);
    for (const key of used) expect(setting.words[key], key).toBeTruthy();
    for (const ask of ['phone', 'code', 'price', 'count', 'photo', 'file'])
      expect(setting.words[`ask_${ask}`]).toBeTruthy();
  });

  it('speaks the language of the browser where there is one, from right to left where that is read so', async () => {
    const texts = { ...createTexts('en'), languages: ['ar', 'en', 'hi'] };
    const { url } = await aWebChat(db, undefined, { texts });
    const page = async (language: string) =>
      (await fetch(`${url}/chat`, { headers: { 'accept-language': language } })).text();
    expect(await page('hi-IN,hi;q=0.9,en;q=0.5')).toContain('<html lang="hi" dir="ltr">');
    expect(await page('ar-EG')).toContain('<html lang="ar" dir="rtl">');
    expect(await page('fr')).toContain('<html lang="en" dir="ltr">');
  });

  it('lets no translation break out of its place', async () => {
    const sentence = '</script><img src=x onerror="alert(1)"> & $& {n}';
    const texts = { ...createTexts('en'), t: () => () => sentence };
    const html = await (await fetch(`${(await aWebChat(db, undefined, { texts })).url}/chat`)).text();
    expect(html).not.toContain('<img src=x');
    expect(JSON.parse(/<script[^>]*id="setting">(.*?)<\/script>/s.exec(html)?.[1] ?? '').words.name).toBe(sentence);
  });
});

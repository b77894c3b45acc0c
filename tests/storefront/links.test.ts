import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { unavailable } from '../../src/platform/refusal.js';
import { defineStore } from '../../src/stores/model.js';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';
import { aStorefront, PUBLIC_URL, words } from './a-storefront.js';

const services = testServices();
const { aStore } = buildersOf(services);

describe('the link of a shop', () => {
  it('in capitals, or with a slash at the end, leads to the one address', async () => {
    const { open } = await aStorefront(services);
    const { link } = await aStore();
    for (const spelling of [link.toUpperCase(), `${link}/`, `%20${link}`]) {
      const { status, headers } = await open(`/s/${spelling}?q=mango%20x`);
      expect([status, headers.get('location')]).toEqual([301, `/s/${link}?q=mango%20x`]);
    }
    expect((await open(`/S/${link}`)).headers.get('location')).toBe(`/s/${link}`);
  });

  it('of former days leads to the present one, which no browser keeps for good', async () => {
    const { open } = await aStorefront(services);
    const { _id, link } = await aStore();
    const present = `${link}-new`;
    await defineStore(services.db).updateOne({ _id }, { link: present, links: [link, present] });
    const { status, headers } = await open(`/s/${link}`);
    expect([status, headers.get('location')]).toEqual([301, `/s/${present}`]);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect((await open(`/s/${present}`)).status).toBe(200);
  });

  it('that is nobody’s is answered in words, with a way on', async () => {
    const { open } = await aStorefront(services);
    for (const path of [
      '/s/no-such-shop',
      '/s/',
      '/s/a/b',
      '/s/%3Cscript%3E',
      `/s/${'x'.repeat(2000)}`,
      '/s/constructor',
    ]) {
      const { status, headers, page } = await open(path);
      expect(status, path).toBe(404);
      expect(words(page)).toContain('No shop at this link. Ask the seller for it again.');
      expect(page).toContain(`href="${PUBLIC_URL}/chat"`);
      expect(page).not.toMatch(/<script>/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    }
  });

  it('that cannot be read is answered in words', async () => {
    const { open } = await aStorefront(services);
    const { status, page } = await open('/s/%E0%A4%A');
    expect(status).toBe(400);
    expect(words(page)).toContain("I can't read that.");
  });
});

describe('a shop that cannot be shown just now', () => {
  it('asks for another try', async () => {
    const catalog = { ...services.catalog, view: () => Promise.reject(unavailable()) };
    const { open } = await aStorefront(services, { catalog });
    const { link } = await aStore();
    const { status, headers, page } = await open(`/s/${link}?q=a`);
    expect(status).toBe(503);
    expect(page).toContain(`<a class="way" href="/s/${link}?q=a">Try again</a>`);
    expect(headers.get('etag')).toBeNull();
  });

  it('says nothing of a mistake of ours but that it is noted', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => lines.push(line) });
    const catalog = { ...services.catalog, view: () => Promise.reject(new Error('secret detail')) };
    const { open } = await aStorefront(services, { catalog, logger });
    const { link } = await aStore();
    const { status, page } = await open(`/s/${link}`);
    expect(status).toBe(500);
    expect(page).not.toContain('secret');
    expect(lines.filter((line) => line.includes('secret detail'))).toHaveLength(1);
  });
});

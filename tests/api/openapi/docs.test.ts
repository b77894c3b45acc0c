import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testApi } from '../../support/api.js';
import { testShop } from '../../support/builders.js';
import { chromiumPath, launchChromium, noChromium } from '../../support/chromium.js';

const { services } = testShop();
const api = testApi(services);

describe('the docs page', () => {
  it('is found with and without the slash, and has no inline code', async () => {
    const bare = await fetch(api.url('/docs'), { redirect: 'manual' });
    expect([bare.status, bare.headers.get('location')]).toEqual([301, '/docs/']);
    const page = await fetch(api.url('/docs/'));
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe-inline');
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
    for (const [, file] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await fetch(api.url(`/docs/${file}`))).status, file).toBe(200);
    }
  });

  it('shows no file of the package but those of the page', async () => {
    for (const path of [
      '/docs/package.json',
      '/docs/../package.json',
      '/docs/%2e%2e/package.json',
      '/docs/nothing.js',
    ]) {
      expect((await fetch(api.url(path))).status, path).toBe(404);
    }
  });

  it.skipIf(!chromiumPath)(
    `lists every call in a browser that allows our files only${chromiumPath ? '' : ` (${noChromium})`}`,
    async () => {
      const browser = await launchChromium();
      try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        await page.goto(api.url('/docs/'));
        await page.getByText('/stores/{storeId}/products').first().waitFor();
        const { paths } = z
          .object({ paths: z.record(z.string(), z.object({}).loose()) })
          .parse(await (await fetch(api.url('/openapi.json'))).json());
        const calls = Object.values(paths).flatMap((methods) => Object.keys(methods));
        expect(await page.locator('.opblock').count()).toBe(calls.length);
        expect(complaints).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});

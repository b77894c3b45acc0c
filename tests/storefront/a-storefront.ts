import { type RequestHandler, Router } from 'express';
import { onTestFinished } from 'vitest';
import { createApp } from '../../src/api/edge/app.js';
import { createLogger } from '../../src/platform/logger.js';
import { createStorefront, type StorefrontDeps } from '../../src/storefront/storefront.js';
import { listen } from '../support/listen.js';
import type { TestServices } from '../support/services.js';

export const PUBLIC_URL = 'http://haat.test';

const never = async (): Promise<void> => undefined;

/** The pages of a shop on a port of their own, as the product serves them; `open` gets one, redirects left alone. */
export async function aStorefront(services: TestServices, more: Partial<StorefrontDeps> = {}) {
  const logger = createLogger('silent');
  const { router } = createStorefront({
    ...services,
    ...{ logger, publicUrl: PUBLIC_URL, defaultLanguage: 'en', countChange: never, countProof: never },
    ...more,
  });
  const parts = [Router().use('/s', router), Router().use('/media', photosOf(services))];
  const server = await listen(createApp({ texts: services.texts, logger, publicUrl: PUBLIC_URL, parts }));
  onTestFinished(() => server[Symbol.asyncDispose]());
  const open = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(server.url + path, { headers, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, page: await answer.text() };
  };
  return { url: server.url, open };
}

const photosOf =
  ({ media }: TestServices): RequestHandler =>
  async (req, res) => {
    const found = await media.read(req.path.slice(1));
    if (found) res.type('image/webp').send(found);
    else res.status(404).end();
  };

const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** What a reader gets of markup: its words, single spaces between them. */
export const words = (markup: string): string =>
  markup
    .replace(/<(?:[^>"]|"[^"]*")*>/g, ' ')
    .replace(/&(\w+);/g, (all, name: string) => SIGNS[name] ?? all)
    .replace(/\s+/g, ' ')
    .trim();

import { Router } from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../src/api/edge/app.js';
import { createHealth } from '../../../src/api/health/health.js';
import { createMetrics } from '../../../src/api/health/metrics.js';
import type { ReadinessDeps } from '../../../src/api/health/readiness.js';
import { createLogger } from '../../../src/platform/logger.js';
import { connectRedis } from '../../../src/platform/redis.js';
import { createTexts } from '../../../src/platform/texts.js';
import { testShop } from '../../support/builders.js';
import { listen } from '../../support/listen.js';

const { services } = testShop();

async function aProcess(deps: Partial<ReadinessDeps> = {}) {
  const metrics = createMetrics();
  const shops = Router();
  shops.get('/shops/:link', (_req, res) => {
    res.locals.route = '/shops/{link}';
    res.send('open');
  });
  const health = createHealth({ db: services.db, redis: services.redis, metrics, ...deps });
  const texts = createTexts();
  const parts = [health, shops];
  const server = await listen(
    createApp({
      texts,
      logger: createLogger('silent'),
      publicUrl: 'http://haat.test',
      answered: metrics.answered,
      parts,
    }),
  );
  onTestFinished(() => server[Symbol.asyncDispose]());
  const get = async (path: string) => {
    const answer = await fetch(server.url + path);
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as unknown,
    };
  };
  return { get };
}

/** A database that was stopped: it neither answers nor fails. */
const hanging = () => {
  let questions = 0;
  const command = () => {
    questions += 1;
    return new Promise(() => undefined);
  };
  const db = { getClient: () => ({ db: () => ({ command }) }) };
  return { db, questions: () => questions };
};

describe('a process', () => {
  it('is alive and ready, and says so to whoever asks', async () => {
    const { get } = await aProcess();
    expect(await get('/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } });
    const ready = await get('/readyz');
    expect(ready).toMatchObject({ status: 200, body: { status: 'ready', mongodb: 'up', redis: 'up', channels: {} } });
    expect(ready.headers.get('cache-control')).toBe('no-store');
  });

  it('serves on without Redis, and tells that it is away', async () => {
    const nowhere = connectRedis('redis://127.0.0.1:1', 'carts');
    onTestFinished(() => nowhere.disconnect());
    const { get } = await aProcess({ redis: nowhere });
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'degraded', mongodb: 'up', redis: 'down' },
    });
  });

  it('serves on without a channel', async () => {
    const { get } = await aProcess({
      channels: () => ({ telegram: 'down', 'web-chat': 'up' }),
      details: () => ({ telegram: 'another program takes the updates' }),
    });
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        channels: { telegram: 'down' },
        details: { telegram: 'another program takes the updates' },
      },
    });
  });

  it('is not ready while MongoDB says nothing, and asks it one question at a time', async () => {
    const { db, questions } = hanging();
    const { get } = await aProcess({ db });
    const answers = await Promise.all([get('/readyz'), get('/readyz'), get('/healthz')]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(answers[0]?.body).toMatchObject({ status: 'down', mongodb: 'down', redis: 'up' });
    await get('/readyz');
    expect(questions()).toBe(1);
  });

  it('measures its answers by the template of the path', async () => {
    const { get } = await aProcess();
    await get('/shops/asha');
    await get('/shops/ravi');
    await get('/nowhere/at/all');
    const { text, headers } = await get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/shops/{link}",status="200"} 2');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="other",status="404"} 1');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toContain('asha');
  });
});

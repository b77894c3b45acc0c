import { afterAll, beforeAll } from 'vitest';
import { createApi, routesOf } from '../../src/api/api.js';
import { createApp } from '../../src/api/edge/app.js';
import { noLimits, type RateLimits } from '../../src/api/edge/rate-limits.js';
import { describeApi } from '../../src/api/openapi/document.js';
import type { Services } from '../../src/api/services.js';
import { createReadyAnswers } from '../../src/platform/http/ready-answers.js';
import { createLogger } from '../../src/platform/logger.js';
import { checkerOf } from './documented.js';
import { listen } from './listen.js';
import type { TestServices } from './services.js';

/** @param body sent as JSON, unless it is a form, bytes or a text */
export type Call = { token?: string | undefined; key?: string; body?: unknown; headers?: Record<string, string> };
export type ApiAnswer<Body = unknown> = { status: number; headers: Headers; body: Body; text: string };

export type ApiOptions = {
  limits?: RateLimits;
  /** Services to be used in place of the real ones; asked when these are there. */
  replace?: () => Partial<Services>;
};

/**
 * The API on a free port, and a client that holds every answer against the OpenAPI document. To be called at the top
 * of a file.
 */
export function testApi(services: TestServices, { limits = noLimits, replace = () => ({}) }: ApiOptions = {}) {
  const served: { url: string; check: ReturnType<typeof checkerOf> } = { url: '', check: () => undefined };
  let close = async (): Promise<void> => undefined;
  beforeAll(async () => {
    const all = { ...services, limits, country: 'IN' as const, ...replace() };
    served.check = checkerOf(describeApi(routesOf(all), '/api/v1', '1'));
    const ready = createReadyAnswers(() => undefined);
    const app = createApp({
      texts: services.texts,
      logger: createLogger('silent'),
      publicUrl: 'http://haat.test',
      parts: [createApi({ ...all, ready }, '1')],
    });
    const server = await listen(ready.ahead(app));
    served.url = server.url;
    close = () => server[Symbol.asyncDispose]();
  });
  afterAll(() => close());

  async function call<Body = unknown>(method: string, path: string, given: Call = {}): Promise<ApiAnswer<Body>> {
    const { token, key, headers } = given;
    const body = given.body instanceof Uint8Array ? Buffer.from(given.body) : given.body;
    const isRaw = body instanceof FormData || body instanceof Buffer || typeof body === 'string';
    const answer = await fetch(`${served.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const contentType = answer.headers.get('content-type') ?? '';
    const read: unknown = text && contentType.includes('json') ? JSON.parse(text) : undefined;
    served.check({ method, path, status: answer.status, contentType, body: read });
    return { status: answer.status, headers: answer.headers, body: read as Body, text };
  }

  const by =
    (method: string) =>
    <Body = unknown>(path: string, given?: Call): Promise<ApiAnswer<Body>> =>
      call<Body>(method, path, given);
  return {
    /** Where it listens, from the first test on. */
    url: (path = ''): string => `${served.url}${path}`,
    call,
    ...{ get: by('GET'), post: by('POST'), put: by('PUT'), patch: by('PATCH'), del: by('DELETE') },
  };
}

/** What is looked at of a problem document. */
export type Problem = { code: string; detail: string; errors?: { path: string; message: string }[]; requestId: string };

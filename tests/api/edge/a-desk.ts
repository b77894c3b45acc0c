import { Router } from 'express';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createTokens } from '../../../src/accounts/tokens.js';
import { createApp } from '../../../src/api/edge/app.js';
import { allowAnyOrigin } from '../../../src/api/edge/cors.js';
import { mount } from '../../../src/api/edge/mount.js';
import { noLimits, type RateLimits } from '../../../src/api/edge/rate-limits.js';
import { type Asked, answer, bare, type Route, route, streamed } from '../../../src/api/edge/route.js';
import { systemClock } from '../../../src/platform/clock.js';
import { createLogger } from '../../../src/platform/logger.js';
import { createTexts } from '../../../src/platform/texts.js';
import { listen } from '../../support/listen.js';

export const tokens = createTokens('a secret of the tests, 32 bytes!', systemClock, true);

const Note = z.strictObject({ text: z.string().min(1).max(50), stars: z.int().optional() });
const NoteForm = z.strictObject({
  text: Note.shape.text,
  stars: z.string().regex(/^\d$/, 'should be a digit').transform(Number).optional(),
});

/**
 * A desk that takes notes, with routes of every kind and no area behind them, on a port of its own. `asked` has what
 * reached a handler, `lines` what was logged.
 */
export async function aDesk(options: { limits?: RateLimits; publicUrl?: string } = {}) {
  const asked: Asked[] = [];
  const lines: string[] = [];
  const take = async (one: object) => {
    asked.push(one as Asked);
    return answer(201, { taken: asked.length });
  };
  const base = { tag: 'notes', summary: 'A note', answers: { 201: z.object({ taken: z.int() }) } } as const;
  const body = Note;
  const pin = { path: '/notes/{orderId}', params: z.object({ orderId: z.string().length(4) }) } as const;
  const broken = () => Promise.reject(new TypeError('the note of +919876543210 is torn'));
  const routes: Route[] = [
    route({ ...base, id: 'add', method: 'post', path: '/notes', body, idempotent: 'accepted' }, take),
    route(
      { ...base, id: 'list', method: 'get', path: '/notes', query: z.strictObject({ q: z.string().optional() }) },
      take,
    ),
    route(
      { ...base, id: 'sign', method: 'post', path: '/signed', body, idempotent: 'required', auth: 'customer' },
      take,
    ),
    route({ ...base, ...pin, id: 'pin', method: 'put', body, auth: 'either' }, take),
    route(
      { ...base, id: 'photo', method: 'post', path: '/photos', body, form: { file: 'image', body: NoteForm } },
      take,
    ),
    route(
      {
        ...{
          ...base,
          id: 'read',
          method: 'get',
          path: '/all-notes',
          streams: 'text/csv',
          answers: { 200: z.string() },
        },
        query: z.strictObject({ breaks: z.string().optional() }),
      },
      async ({ query }) => streamed(200, allNotes(Number(query.breaks ?? 99)), { 'X-Notes': '3' }),
    ),
    route(
      {
        ...{ ...base, id: 'bring', method: 'post', path: '/note-files' },
        upload: { field: 'file', types: ['text/csv'], mostBytes: 100 },
      },
      take,
    ),
    route({ ...base, id: 'break', method: 'get', path: '/broken' }, broken),
    route(
      { ...base, id: 'burn', method: 'delete', path: '/notes', auth: 'seller', answers: { 204: null } },
      async (one) => {
        await take(one);
        return bare(204);
      },
    ),
  ];
  const texts = createTexts();
  const router = mount('/api', routes, { tokens, texts, limits: options.limits ?? noLimits });
  const app = createApp({
    texts,
    logger: createLogger('debug', { write: (line) => lines.push(line) }),
    publicUrl: options.publicUrl ?? 'http://haat.test',
    parts: [Router().use('/api', allowAnyOrigin, router)],
  });
  const server = await listen(app);
  onTestFinished(() => server[Symbol.asyncDispose]());

  async function ask(method: string, path: string, init: RequestInit & { json?: unknown } = {}) {
    const { json, ...rest } = init;
    const sent =
      json === undefined
        ? rest
        : { ...rest, body: JSON.stringify(json), headers: { 'content-type': 'application/json', ...rest.headers } };
    const got = await fetch(`${server.url}/api${path}`, { method, redirect: 'manual', ...sent });
    const text = await got.text();
    const isJson = text !== '' && got.headers.get('content-type')?.includes('json');
    return { status: got.status, headers: got.headers, text, body: (isJson ? JSON.parse(text) : undefined) as unknown };
  }
  return { ask, asked, lines, url: server.url, texts, routes };
}

/** Three lines, as they are read; the line `breaks` cannot be. */
async function* allNotes(breaks: number): AsyncGenerator<Buffer> {
  for (let line = 0; line < 3; line++) {
    if (line === breaks) throw new Error('the note is torn');
    yield Buffer.from(`note ${line}\n`);
  }
}

export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

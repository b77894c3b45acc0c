import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Tokens } from '../../accounts/tokens.js';
import { unhurried } from '../../platform/http/deadline.js';
import { languageOf } from '../../platform/http/problem-handler.js';
import type { ReadyAnswers } from '../../platform/http/ready-answers.js';
import { Refusal } from '../../platform/refusal.js';
import type { Texts } from '../../platform/texts.js';
import { authenticate } from './authenticate.js';
import { clientAddress } from './client-address.js';
import { onceOf, readKey } from './idempotency.js';
import { routeOf } from './log-requests.js';
import { readParams } from './path-params.js';
import { checkPlainData } from './plain-data.js';
import type { RateLimits } from './rate-limits.js';
import { readFile } from './read-file.js';
import { isForm, readForm } from './read-form.js';
import { readJson } from './read-json.js';
import { type Answer, type Asked, PNG, type Route, type RouteSpec } from './route.js';

export type EdgeDeps = {
  tokens: Tokens;
  texts: Texts;
  limits: RateLimits;
  /** Keeps what is the same for all ahead of all this. */
  ready?: Pick<ReadyAnswers, 'keep'>;
};

/** The life of one request: counted, known, read, checked, answered. What is refused goes to the problem handler. */
export function serveRoute({ spec, handle }: Route, { tokens, texts, limits, ready }: EdgeDeps): RequestHandler {
  async function serve(req: Request, res: Response): Promise<void> {
    const address = clientAddress(req);
    await limits.count(spec.limit ?? (spec.method === 'get' ? 'read' : 'change'), address);
    const caller = spec.auth ? authenticate(tokens, spec.auth, req.headers.authorization) : null;
    const params = readParams(spec.params, req.params);
    const query = spec.query && readQuery(spec.query, req.query);
    const key = readKey(spec.idempotent, headerOf(req, 'idempotency-key'));
    // a slow line is no reason to give up
    const { body, file } = await unhurried(res, () => readBody(spec, req, res));
    const asked = {
      ...{ params, query, body, file, caller },
      once: key === undefined ? undefined : onceOf(key, { call: spec.id, params, body, file }),
      get language() {
        return languageOf(req, texts.languages);
      },
      address,
      header: (name: string) => headerOf(req, name),
      unhurried: <T>(work: () => Promise<T>) => unhurried(res, work),
    };
    const answer = await handle(asked as Asked);
    if (answer.stream) await sendStream(res, answer, answer.stream, spec.streams);
    else send(res, answer);
    if (answer.ready) ready?.keep(req, res, routeOf(res), answer.ready);
  }
  return (req, res, next) => void serve(req, res).catch(next);
}

/** A field that comes twice is a list here, which no schema takes. */
function readQuery(schema: NonNullable<RouteSpec['query']>, given: Request['query']): unknown {
  checkPlainData(given);
  return schema.parse({ ...given });
}

async function readBody(spec: RouteSpec, req: Request, res: Response): Promise<{ body: unknown; file?: Buffer }> {
  if (spec.upload) return { body: undefined, file: await readFile(req, res, spec.upload) };
  if (!spec.body) return { body: undefined };
  if (spec.form && isForm(req)) {
    const { body, ...file } = await readForm(req, res, spec.form.file);
    return { body: spec.form.body.parse(body), ...file };
  }
  const body = await readJson(req, res);
  if (body === undefined) throw new Refusal('unreadable', 400);
  return { body: spec.body.parse(body) };
}

/** The first chunk is there before anything is said, so that a fault until then is told as one. */
async function sendStream(
  res: Response,
  { status, headers = {} }: Answer,
  stream: AsyncIterable<Buffer>,
  type = 'application/octet-stream',
): Promise<void> {
  if (res.req.method === 'HEAD') {
    res
      .status(status)
      .set({ 'Cache-Control': 'no-store', ...headers, 'Content-Type': type })
      .end();
    return;
  }
  const chunks = stream[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (res.headersSent) {
    await chunks.return?.();
    return;
  }
  res.status(status).set({ 'Cache-Control': 'no-store', ...headers, 'Content-Type': type });
  async function* all(): AsyncGenerator<Buffer> {
    try {
      for (let next = first; !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await chunks.return?.();
    }
  }
  // a client that goes away in the middle is its own matter; one that stays sees that the end is missing
  await pipeline(Readable.from(all()), res).catch(() => res.destroy());
}

/** Nothing after the deadline: then the client was answered already. */
function send(res: Response, { status, body, bytes, type = 'application/json', headers = {} }: Answer): void {
  if (res.headersSent) return;
  const text = bytes ?? (body === undefined ? undefined : JSON.stringify(body));
  // all at once: one by one, Express looks at each header and at the type of the body anew
  res.writeHead(status, {
    'Cache-Control': 'no-store',
    ...headers,
    ...(text !== undefined && { 'Content-Type': CONTENT_TYPES[type], 'Content-Length': Buffer.byteLength(text) }),
  });
  res.end(text);
}

const CONTENT_TYPES = { 'application/json': 'application/json; charset=utf-8', [PNG]: PNG };

const headerOf = (req: Request, name: string): string | undefined => {
  const value = req.headers[name];
  return typeof value === 'string' ? value : undefined;
};

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import { knowsVersion } from './knows-version.js';

/** An answer that is the same for all who ask the same, for as long as `isCurrent` says so. */
export type ReadyAnswer = {
  /** As it is sent, `W/"…"`. */
  etag: string;
  body: Buffer;
  /** What is said of the body: its type and encoding. */
  entity: Readonly<Record<string, string>>;
  /** Asked at each request, so it must cost nothing. */
  isCurrent(): boolean;
  /** Not for who comes with a cookie. */
  anonymous?: true;
};

/** As Node sends them without a further look: name, value, name, value. */
type Lines = readonly string[];

type Kept = {
  answer: ReadyAnswer;
  whole: Lines;
  notChanged: Lines;
  told(status: number, startedAt: number): void;
};

export type ReadyAnswers = ReturnType<typeof createReadyAnswers>;

const MOST_KEPT = 2000;
const LONGEST_KEY = 600;
/** Of an answer that is made anew each time. */
const OWN = new Set(['x-request-id', 'content-type', 'content-encoding', 'content-length', 'date', 'connection']);
/** What an answer without a body says again (RFC 9110, 15.4.5, and what a page of another origin needs to read it). */
const SAID_AGAIN = /^(cache-control|content-location|expires|vary|access-control-.*)$/;

/**
 * Answers what is asked most and has not changed ahead of the whole stack, from memory: Express alone takes two thirds of
 * the time of such an answer. Whoever made the answer once, in the usual way, keeps it here; when it is current no more
 * the next request goes the usual way again.
 * @param answered told of each answer: its method, the template of its path, its status, and how many seconds it took
 */
export function createReadyAnswers(answered: (method: string, route: string, status: number, seconds: number) => void) {
  const kept = new LRUCache<string, Kept>({ max: MOST_KEPT });

  function find(req: IncomingMessage): Kept | undefined {
    if (req.method !== 'GET' || req.headers['x-request-id'] !== undefined) return undefined;
    const one = kept.get(keyOf(req));
    if (!one || (one.answer.anonymous && req.headers.cookie !== undefined)) return undefined;
    if (one.answer.isCurrent()) return one;
    kept.delete(keyOf(req));
    return undefined;
  }

  return {
    /** Keeps an answer that is about to be given, or was given just now, with all that its response says besides. */
    keep(
      req: IncomingMessage & { originalUrl?: string },
      res: ServerResponse,
      route: string,
      answer: ReadyAnswer,
    ): void {
      const key = keyOf(req, req.originalUrl);
      if (req.method !== 'GET' || key.length > LONGEST_KEY || (answer.anonymous && req.headers.cookie !== undefined))
        return;
      const common = Object.entries(res.getHeaders()).flatMap(([name, value]): [string, string][] =>
        OWN.has(name) || name === 'etag' ? [] : [[name, String(value)]],
      );
      const etag: [string, string] = ['etag', answer.etag];
      const entity = Object.entries({ ...answer.entity, 'content-length': String(answer.body.length) });
      const whole = [...common, etag, ...entity].flat();
      const notChanged = [...common.filter(([name]) => SAID_AGAIN.test(name)), etag].flat();
      kept.set(key, {
        ...{ answer, whole, notChanged },
        told: (status, startedAt) => answered('GET', route, status, (performance.now() - startedAt) / 1000),
      });
    },

    /** @param usual answers everything that is not ready */
    ahead:
      (usual: RequestListener): RequestListener =>
      (req, res) => {
        const one = find(req);
        if (!one) return usual(req, res);
        const startedAt = performance.now();
        const isKnown = knowsVersion(req.headers['if-none-match'], one.answer.etag);
        const requestId = ['X-Request-Id', randomUUID()];
        if (isKnown) res.writeHead(304, [...one.notChanged, ...requestId]).end();
        else res.writeHead(200, [...one.whole, ...requestId]).end(one.answer.body);
        one.told(isKnown ? 304 : 200, startedAt);
      },
  };
}

/** Whatever decides what is answered, as it was said. */
const keyOf = ({ url, headers }: IncomingMessage, asked = url): string =>
  `${asked}\n${headers['accept-encoding'] ?? ''}\n${headers['accept-language'] ?? ''}`;

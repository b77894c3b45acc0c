import type { Moments } from './moments.js';
import { patiently } from './patiently.js';

const PATIENCE_MS = 15_000;

export type Asked = { token?: string; key?: string; body?: unknown };
export type PatientApi = ReturnType<typeof patientApi>;

/**
 * The API for somebody who does not give up: asks again, with the same key, until there is an answer. `at` may name
 * several processes, which then take turns.
 */
export function patientApi(at: readonly string[], moments: Moments) {
  let turn = 0;

  async function ask(method: string, path: string, asked: Asked): Promise<Response> {
    const answer = await patiently(async () => {
      moments.pass();
      const answered = await fetch(`${at[turn++ % at.length]}/api/v1${path}`, init(method, asked));
      // an answer that breaks off half-way is none
      return new Response(await answered.text(), answered);
    });
    moments.pass();
    return answer;
  }

  async function call<Body>(method: string, path: string, asked: Asked = {}): Promise<Body> {
    const answer = await ask(method, path, asked);
    if (!answer.ok) throw new Error(`${method} ${path} was refused: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<Body>;
  }

  return {
    get: <Body>(path: string, asked?: Asked) => call<Body>('GET', path, asked),
    post: <Body>(path: string, asked?: Asked) => call<Body>('POST', path, asked),
    /** Of something that may be refused: the status of the answer. */
    attempt: async (path: string, asked: Asked): Promise<number> => (await ask('POST', path, asked)).status,
  };
}

/** Asks once. @throws when no answer comes within `withinMs` */
export async function askOnce(url: string, method = 'GET', asked: Asked = {}, withinMs = 10_000) {
  const answer = await fetch(url, { ...init(method, asked), signal: AbortSignal.timeout(withinMs) });
  const text = await answer.text();
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  return { status: answer.status, code, text };
}

const init = (method: string, { token, key, body }: Asked): RequestInit => ({
  method,
  signal: AbortSignal.timeout(PATIENCE_MS),
  headers: {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(key && { 'idempotency-key': key }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

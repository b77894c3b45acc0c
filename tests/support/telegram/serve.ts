import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ApiError } from './api-error.js';
import type { Call, Calls } from './calls.js';
import { type ActiveFault, errorOf, type Faults } from './faults.js';
import type { Method } from './methods/method.js';
import { methods } from './methods/methods.js';
import { type ReadRequest, readRequest } from './read-request.js';
import type { World } from './world.js';

type Answer = { status: number; body: string | Buffer; type?: string; description?: string };

type Parts = { world: World; calls: Calls; faults: Faults; stopped: AbortSignal };

/** Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`, each through the faults that it runs into. */
export function serve({ world, calls, faults, stopped }: Parts): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://telegram.test');
    const [, isFile, token, path = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    const hungUp = new AbortController();
    response.on('close', () => hungUp.abort());
    const gone = AbortSignal.any([hungUp.signal, stopped]);

    const work = async (): Promise<void> => {
      if (!token) return end(response, refusal(new ApiError(404, 'Not Found')));
      if (isFile) return handle(calls.begin('file', { path }, []), async () => download(world, token, path));
      const read = await readRequest(request, url.searchParams).catch(asError);
      const [method, run] = methodOf(path);
      const { params, files } = read instanceof Error ? { params: {}, files: [] } : read;
      await handle(calls.begin(method, params, files), () => answer(world, token, run, read, gone));
    };

    async function handle(call: Call, run: () => Promise<Answer>): Promise<void> {
      const fault = faults.hitBy(call);
      const isBefore = fault && fault.spec.after !== 'apply';
      if (isBefore && fault.spec.kind === 'hang') await released(fault, stopped);
      if (stopped.aborted) return drop(response);
      const given = isBefore && fault.spec.kind !== 'hang' ? undefined : await run();
      if (fault && !isBefore && fault.spec.kind === 'hang') await released(fault, stopped);
      const result = fault && fault.spec.kind !== 'hang' ? faulty(fault) : given;
      if (!result || gone.aborted) {
        if (given && call.method === 'file') response.write(given.body.slice(0, given.body.length / 2));
        calls.end(call, 'dropped');
        return drop(response);
      }
      end(response, result);
      calls.end(call, { status: result.status, ...(result.description && { description: result.description }) });
    }

    void work().catch((error: unknown) => {
      if (!request.complete || response.headersSent) return drop(response);
      end(response, { status: 500, body: `the fake of Telegram is broken: ${error}`, type: 'text/plain' });
    });
  };
}

/** Method names are not case-sensitive. */
function methodOf(path: string): [string, Method | undefined] {
  const name = Object.keys(methods).find((one) => one.toLowerCase() === path.toLowerCase());
  return name ? [name, methods[name]] : [path, undefined];
}

async function answer(
  world: World,
  token: string,
  run: Method | undefined,
  read: ReadRequest | Error,
  gone: AbortSignal,
): Promise<Answer> {
  try {
    if (token !== world.token) throw new ApiError(401, 'Unauthorized');
    if (read instanceof Error) throw read;
    if (!run) throw new ApiError(404, 'Not Found');
    const result = await run({ world, ...read, gone });
    return { status: 200, body: JSON.stringify({ ok: true, result }) };
  } catch (error) {
    if (error instanceof ApiError) return refusal(error);
    throw error;
  }
}

function download(world: World, token: string, path: string): Answer {
  if (token !== world.token) return refusal(new ApiError(401, 'Unauthorized'));
  const file = world.files.byPath(path);
  if (!file) return refusal(new ApiError(404, 'Not Found'));
  return { status: 200, body: file.bytes, type: 'application/octet-stream' };
}

/** What a fault answers; nothing when it cuts the connection. */
function faulty({ spec }: ActiveFault): Answer | undefined {
  if (spec.kind === 'drop') return undefined;
  if (spec.kind !== 'serverError') return refusal(errorOf(spec));
  const { status = 502, html = true } = spec;
  if (!html) return refusal(new ApiError(status, 'Internal Server Error'));
  return { status, body: `<html><head><title>${status}</title></head><body>nginx</body></html>`, type: 'text/html' };
}

const refusal = ({ status, description, parameters }: ApiError): Answer => ({
  status,
  description,
  body: JSON.stringify({
    ok: false,
    error_code: status,
    description,
    ...(Object.keys(parameters).length && { parameters }),
  }),
});

function end(response: ServerResponse, { status, body, type = 'application/json' }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

function drop(response: ServerResponse<IncomingMessage>): void {
  response.destroy();
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Waits until the fault lets go or the fake stops. */
async function released({ released: letGo }: ActiveFault, stopped: AbortSignal): Promise<void> {
  if (stopped.aborted) return;
  const stop = new Promise<void>((done) => stopped.addEventListener('abort', () => done(), { once: true }));
  await Promise.race([letGo, stop]);
}

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReadyAnswers } from '../../../src/platform/http/ready-answers.js';

/** A server whose one answer is made the usual way, and kept; `usual` counts how often that was. */
async function aServer(anonymous = false) {
  const told: [string, number][] = [];
  const ready = createReadyAnswers((_method, route, status) => told.push([route, status]));
  const state = { usual: 0, version: 1 };
  const usual: RequestListener = (req, res) => {
    state.usual += 1;
    const { version } = state;
    const body = Buffer.from(`version ${version}`);
    const etag = `W/"v${version}"`;
    res.setHeader('X-Request-Id', 'its own').setHeader('Content-Security-Policy', "default-src 'none'");
    res.setHeader('Cache-Control', 'no-cache').setHeader('Vary', 'Accept-Encoding');
    res.setHeader('Access-Control-Allow-Origin', '*');
    const entity = { 'content-type': 'text/plain' };
    const isCurrent = () => state.version === version;
    ready.keep(req, res, '/x', { etag, body, entity, isCurrent, ...(anonymous && { anonymous: true }) });
    res.writeHead(200, { ...entity, etag }).end(body);
  };
  const server = createServer(ready.ahead(usual));
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  const ask = async (headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await fetch(url, { method, headers });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { ask, state, told };
}

describe('an answer that is the same for all', () => {
  it('is made once, and then given with all that it said, but for the id of each request', async () => {
    const { ask, state, told } = await aServer();
    const first = await ask();
    const [second, third] = [await ask(), await ask()];
    expect(state.usual).toBe(1);
    expect([second.text, second.status]).toEqual([first.text, 200]);
    expect(second.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(second.headers.get('etag')).toBe('W/"v1"');
    const ids = [second, third].map(({ headers }) => headers.get('x-request-id'));
    expect(new Set([...ids, 'its own']).size).toBe(3);
    expect(told).toEqual([
      ['/x', 200],
      ['/x', 200],
    ]);
  });

  it('is said to be known by whoever has it', async () => {
    const { ask } = await aServer();
    await ask();
    for (const known of ['W/"v1"', '"v1"', '"v0", W/"v1"', '*']) {
      expect(await ask({ 'if-none-match': known })).toMatchObject({ status: 304, text: '' });
    }
    expect((await ask({ 'if-none-match': '"v0"' })).status).toBe(200);
  });

  it('says to whoever has it how long and for whom it holds, and leaves out what the first answer said of itself', async () => {
    const { ask } = await aServer();
    await ask();
    const { headers } = await ask({ 'if-none-match': 'W/"v1"' });
    const said = ['cache-control', 'vary', 'access-control-allow-origin', 'etag', 'content-security-policy'];
    expect(said.map((name) => headers.get(name))).toEqual(['no-cache', 'Accept-Encoding', '*', 'W/"v1"', null]);
  });

  it('is made anew as soon as it is current no more', async () => {
    const { ask, state } = await aServer();
    await ask();
    state.version = 2;
    expect((await ask()).text).toBe('version 2');
    expect((await ask()).text).toBe('version 2');
    expect(state.usual).toBe(2);
  });

  it('is another one for another encoding or language, for another method, and for a request with an id', async () => {
    const { ask, state } = await aServer();
    await ask();
    await ask({ 'accept-encoding': 'br' });
    await ask({ 'accept-language': 'hi' });
    await ask({}, 'POST');
    await ask({ 'x-request-id': 'mine' });
    expect(state.usual).toBe(5);
  });

  it('is not for who comes with a cookie, where it is for strangers alone', async () => {
    const { ask, state } = await aServer(true);
    await ask({ cookie: 'cart=1' });
    await ask();
    await ask();
    expect(state.usual).toBe(2);
    await ask({ cookie: 'cart=1' });
    expect(state.usual).toBe(3);
  });
});

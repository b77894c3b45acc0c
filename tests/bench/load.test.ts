import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

const { load } = await import(join(import.meta.dirname, '../../bench/support/load.mjs'));

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stops.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const few = { pid: process.pid, amount: 40, connections: 2 };

it('counts the answers that came', async () => {
  const url = await serve((_req, res) => res.end('hello'));
  expect((await load({ url, ...few })).count).toBe(40);
});

it('takes no refusal for an answer', async () => {
  let asked = 0;
  const url = await serve((_req, res) => res.writeHead(asked++ === 20 ? 409 : 200).end());
  await expect(load({ url, ...few })).rejects.toThrow('409');
});

it('wants to be told 304 where it asks whether something changed', async () => {
  const url = await serve((_req, res) => res.writeHead(304).end());
  expect((await load({ url, ...few, status: 304 })).count).toBe(40);
  await expect(load({ url, ...few })).rejects.toThrow('304');
});

it('asks for something else each time, and hears each answer', async () => {
  const heard = new Set<string>();
  const url = await serve((req, res) => res.end(req.url));
  let n = 0;
  const next = () => ({ method: 'GET', path: `/${n++}` });
  await load({ url, ...few, next, answered: (_status: number, body: string) => heard.add(body) });
  expect(heard.size).toBeGreaterThanOrEqual(40);
});

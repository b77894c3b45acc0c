import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { expect, it } from 'vitest';
import { listen } from '../../src/main/listen.js';

it('says that it is starting until there is somebody to answer', async () => {
  const { port, answerWith, close } = await listen('127.0.0.1', 0);
  const ask = async () => (await fetch(`http://127.0.0.1:${port}`)).text();
  expect(await ask()).toBe('Haat is starting.\n');
  answerWith((_req, res) => res.end('here'), express());
  expect(await ask()).toBe('here');
  await close();
});

it('finishes what was asked when it closes, and then ends connections that would go on asking', async () => {
  const { port, answerWith, close } = await listen('127.0.0.1', 0);
  const first = new Promise<ServerResponse>((come) => {
    answerWith((req, res) => (req.url === '/first' ? come(res) : res.end('second')), express());
  });
  const line = connect(port, '127.0.0.1');
  const heard = text(line);
  line.write('GET /first HTTP/1.1\r\nHost: haat\r\n\r\nGET /second HTTP/1.1\r\n');
  const answer = await first;
  const closed = close();
  answer.end('first');
  line.write('Host: haat\r\n\r\nGET /third HTTP/1.1\r\nHost: haat\r\n\r\n');
  await closed;
  const answers = [...(await heard).matchAll(/Connection: (\S+)/g)].map(([, connection]) => connection);
  expect(answers).toEqual(['keep-alive', 'close']);
  const [error] = await once(connect(port, '127.0.0.1'), 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

it('says in words that the port is taken', async () => {
  const { port, close } = await listen('127.0.0.1', 0);
  await expect(listen('127.0.0.1', port)).rejects.toThrow(`PORT: ${port} is in use. Choose another one, or 0.`);
  await close();
});

it('makes requests and responses that Express leaves as they are', async () => {
  const { port, answerWith, close } = await listen('127.0.0.1', 0);
  const app = express().get('/where', (req, res) => {
    res.json({ path: req.path, isOfTheApp: req.app === app && res.app === app, query: req.query });
  });
  const changed: boolean[] = [];
  answerWith((req, res) => {
    const before = [req, res].map((one) => Object.getPrototypeOf(one));
    app(req, res);
    changed.push(before[0] !== Object.getPrototypeOf(req) || before[1] !== Object.getPrototypeOf(res));
  }, app);
  const answer = await fetch(`http://127.0.0.1:${port}/where?a=b`);
  expect(await answer.json()).toEqual({ path: '/where', isOfTheApp: true, query: { a: 'b' } });
  expect(changed).toEqual([false]);
  await close();
});

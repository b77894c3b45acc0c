import { createServer } from 'node:http';
import express from 'express';
import { expect, it } from 'vitest';
import { createExpressMessages } from '../../../src/platform/http/express-messages.js';

it('makes requests and responses that Express leaves as they are', async () => {
  const messages = createExpressMessages();
  const app = express().get('/where', (req, res) => {
    res.json({ path: req.path, isOfTheApp: req.app === app && res.app === app, query: req.query });
  });
  messages.joinTo(app);
  const changed: boolean[] = [];
  const server = createServer(messages.options, (req, res) => {
    const before = [req, res].map((one) => Object.getPrototypeOf(one));
    app(req, res);
    changed.push(before[0] !== Object.getPrototypeOf(req) || before[1] !== Object.getPrototypeOf(res));
  });
  await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened));
  const { port } = server.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}/where?a=b`);
  expect(await answer.json()).toEqual({ path: '/where', isOfTheApp: true, query: { a: 'b' } });
  expect(changed).toEqual([false]);
  server.closeAllConnections();
  server.close();
});

import express from 'express';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { problemHandler } from '../../../src/platform/http/problem-handler.js';
import { sameOriginOnly } from '../../../src/platform/http/same-origin.js';
import { createTexts } from '../../../src/platform/texts.js';
import { listen } from '../../support/listen.js';

const app = express();
app.use(sameOriginOnly('https://haat.example'));
app.post('/', (_req, res) => void res.send('taken'));
app.use(problemHandler({ texts: createTexts('en'), logger: pino({ level: 'silent' }) }));

describe('a post from another origin', () => {
  it.each([
    ['a program, which says nothing', {}, 200],
    ['our page behind the proxy', { origin: 'https://haat.example' }, 200],
    ['our page in a browser', { origin: 'https://haat.example', 'sec-fetch-site': 'same-origin' }, 200],
    ['our form under no-referrer', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['a page that looks like ours', { origin: 'https://haat.example.evil.example' }, 403],
    ['our name over plain http', { origin: 'http://haat.example' }, 403],
    ['another site, told by the browser alone', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour on a subdomain', { 'sec-fetch-site': 'same-site' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['no address at all', { origin: 'evil' }, 403],
  ])('is judged: %s', async (_who, headers, status) => {
    await using server = await listen(app);
    const answer = await fetch(server.url, { method: 'POST', headers });
    expect(answer.status).toBe(status);
    if (status === 403) expect(await answer.json()).toMatchObject({ code: 'other_origin' });
  });

  it('takes the address it was called by as its own', async () => {
    await using server = await listen(app);
    expect((await fetch(server.url, { method: 'POST', headers: { origin: server.url } })).status).toBe(200);
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { testDb } from '../../support/db.js';
import { aVisitor, aWebChat } from './a-web-chat.js';

const db = testDb();
beforeAll(async () => {
  defineSaid(db);
  await makeIndexes(db);
});

const json = { 'content-type': 'application/json' };

describe('what the web chat refuses, it refuses in words', () => {
  it.each<[string, object, number, string]>([
    ['an empty message', {}, 422, 'empty_message'],
    ['spaces alone', { text: ' \n\t ' }, 422, 'empty_message'],
    ['control characters alone', { text: '\u0000\u0007' }, 422, 'empty_message'],
    ['a text over 4000 characters', { text: 'x'.repeat(4001) }, 422, 'text_too_long'],
    ['a text of 100 kB', { text: 'आ'.repeat(35_000) }, 422, 'text_too_long'],
    ['an unknown field', { text: 'Hi', admin: true }, 422, 'bad_request'],
    ['an operator of the database', { text: { $ne: null } }, 422, 'bad_request'],
    ['an operator in an id', { text: 'Hi', messageId: { $gt: '' } }, 422, 'bad_request'],
    ['an id of 101 characters', { text: 'Hi', messageId: 'x'.repeat(101) }, 422, 'bad_request'],
    ['an id with a line break', { text: 'Hi', messageId: 'a\nb' }, 422, 'bad_request'],
    ['a choice that is none', { choice: 'a b' }, 422, 'bad_request'],
    ['a start that is none', { start: '../etc' }, 422, 'bad_request'],
    ['a photo as text', { photo: 'data:image/png;base64,AAAA' }, 422, 'bad_request'],
    ['a list', [1, 2], 422, 'bad_request'],
  ])('%s', async (_what, body, status, code) => {
    const { url, heard, texts } = await aWebChat(db);
    const asha = await aVisitor(url);
    const answer = await asha.post(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await answer.json()) as { code: string; detail: string };
    expect(problem).toMatchObject({ code, status });
    expect(problem.detail).toBe(texts.t('en')(`refusals.${code}`, { longest: 4000 }));
    expect(problem.detail).not.toContain('refusals.');
    expect((await asha.messages()).items).toEqual([]);
    expect(heard).toEqual([]);
  });

  it.each<[string, RequestInit, number]>([
    ['half of a JSON', { headers: json, body: '{"text":' }, 400],
    ['a JSON that is no object', { headers: json, body: '7' }, 400],
    ['no JSON at all', { headers: { 'content-type': 'text/plain' }, body: '{"text":"Hi"}' }, 415],
    [
      'a form without files',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'text=Hi' },
      415,
    ],
    ['nothing', {}, 415],
    ['a form without its boundary', { headers: { 'content-type': 'multipart/form-data' }, body: 'x' }, 400],
    [
      'a form cut short',
      { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: '--b\r\nContent' },
      400,
    ],
    ['megabytes of JSON', { headers: json, body: `{"text":"${'x'.repeat(2 ** 20)}"}` }, 413],
  ])('%s', async (_what, init, status) => {
    const asha = await aVisitor((await aWebChat(db)).url);
    const answer = await asha.call('/chat/messages', { method: 'POST', ...init });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, detail: expect.stringMatching(/\w+ .*[.!]$/) });
  });

  it('a message from a page of another site, whose visitor has a cookie of ours', async () => {
    const { url, heard } = await aWebChat(db);
    const asha = await aVisitor(url);
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await asha.call('/chat/messages', {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify({ text: 'reject everything' }),
      });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'other_origin' });
    }
    expect(
      (await asha.call('/chat/messages', { method: 'POST', headers: { ...json, origin: url }, body: '{"text":"Hi"}' }))
        .status,
    ).toBe(202);
    await asha.said(2);
    expect(heard).toHaveLength(1);
  });

  it.each(['after=x', 'after=1.2', 'limit=0', 'limit=101', 'limit=x', 'page=2', 'after[$gt]=', 'before=start'])(
    'a question like ?%s',
    async (query) => {
      const asha = await aVisitor((await aWebChat(db)).url);
      const answer = await asha.call(`/chat/messages?${query}`);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code: 'bad_request', errors: [{ path: expect.any(String) }] });
    },
  );

  it('whoever writes faster than anybody can, by the hook for that', async () => {
    const { url } = await aWebChat(db, undefined, { rateLimit: (_req, res) => void res.status(429).end() });
    expect((await (await aVisitor(url)).post({ text: 'Hi' })).status).toBe(429);
  });

  it('no text for what is in it: it comes back as it was sent, without what no screen shows', async () => {
    const { url } = await aWebChat(db, () => undefined);
    const asha = await aVisitor(url);
    const hostile = [
      'a\u0000b\u0007c\u009fd',
      '<script>alert(1)</script> & "quotes"',
      '{"$gt":""} $set $literal {{name}} {name}',
      'שלום \u202e dlrow \u2066',
      '  two  spaces\r\nand a line 👩‍👩‍👧‍👦 ',
      'half \ud83d of one',
      '\u005f_proto__',
    ];
    for (const text of hostile) expect((await asha.post({ text })).status).toBe(202);
    const items = await asha.said(hostile.length);
    expect(items.map(({ text }) => text)).toEqual([
      'abcd',
      hostile[1],
      hostile[2],
      hostile[3],
      '  two  spaces\nand a line 👩‍👩‍👧‍👦 ',
      'half \ufffd of one',
      '__proto__',
    ]);
  });

  it('never with a 5xx, whatever the bytes', async () => {
    const asha = await aVisitor((await aWebChat(db, () => undefined)).url);
    const types = fc.constantFrom(
      'application/json',
      'multipart/form-data; boundary=b',
      'text/plain',
      '',
      'multipart/',
    );
    const part = fc.record({ name: fc.string(), value: fc.string({ unit: 'binary' }) });
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .dictionary(fc.constantFrom('text', 'choice', 'start', 'contact', 'messageId', '__proto__'), fc.jsonValue())
        .map((fields) => Buffer.from(JSON.stringify(fields))),
      fc
        .array(part, { maxLength: 3 })
        .map((parts) =>
          Buffer.from(
            `${parts.map(({ name, value }) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--b--`,
          ),
        ),
    );
    await fc.assert(
      fc.asyncProperty(types, body, async (type, bytes) => {
        const answer = await asha.call('/chat/messages', {
          method: 'POST',
          headers: { 'content-type': type },
          body: new Uint8Array(bytes),
        });
        expect(answer.status).toBeLessThan(500);
        if (answer.status !== 202)
          expect(await answer.json()).toMatchObject({ status: answer.status, detail: expect.any(String) });
      }),
      { numRuns: 150 },
    );
  });
});

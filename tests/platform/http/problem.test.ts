import express from 'express';
import mongoose from 'mongoose';
import multer from 'multer';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asRefusal, problemOf } from '../../../src/platform/http/problem.js';
import { problemHandler } from '../../../src/platform/http/problem-handler.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { createTexts } from '../../../src/platform/texts.js';
import { listen } from '../../support/listen.js';

const texts = createTexts('en');
const t = texts.t('en');

class CartOfTwo extends Refusal {
  override get extra() {
    return { cart: { lines: 2 }, status: 1 };
  }
}

describe('a problem document', () => {
  it('tells a refusal in words, with its code, its status and the request', () => {
    const { status, body } = problemOf(new Refusal('bad_mobile', 422), t, 'r-1');
    expect(status).toBe(422);
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Entity',
      status: 422,
      detail: t('refusals.bad_mobile'),
      code: 'bad_mobile',
      requestId: 'r-1',
    });
  });

  it('carries what a program needs to go on, which cannot replace the status', () => {
    expect(problemOf(new CartOfTwo('unavailable', 409), t, '').body).toMatchObject({ cart: { lines: 2 }, status: 409 });
  });

  it('names every field at fault, unknown ones one by one', () => {
    const parsed = z
      .strictObject({ cart: z.strictObject({ qty: z.number() }) })
      .safeParse({ cart: { qty: 'x', a: 1, b: 2 } });
    expect(problemOf(parsed.error, t, '').body).toMatchObject({
      status: 422,
      code: 'bad_request',
      errors: [
        { path: 'cart.qty' },
        { path: 'cart.a', message: 'unknown field' },
        { path: 'cart.b', message: 'unknown field' },
      ],
    });
  });

  it('says of every field what it should be, and never only that it is wrong', () => {
    const asked = z.strictObject({
      name: z.string(),
      note: z.string(),
      qty: z.int().min(1).max(99),
      mrp: z.number().positive(),
      price: z.number(),
      payment: z.enum(['cod', 'upi']),
      lines: z.array(z.int()).max(2),
      cart: z.object({}),
      hidden: z.boolean(),
      when: z.iso.date(),
    });
    const sent = {
      note: 5,
      qty: 1.5,
      mrp: 0,
      price: 'x',
      payment: 'card',
      lines: [1, 2, 3],
      cart: 'x',
      hidden: 1,
      when: 'x',
    };
    expect(problemOf(asked.safeParse(sent).error, t, '').body.errors).toEqual([
      { path: 'name', message: 'is missing' },
      { path: 'note', message: 'should be text' },
      { path: 'qty', message: 'should be a whole number' },
      { path: 'mrp', message: 'should be more than 0' },
      { path: 'price', message: 'should be a number' },
      { path: 'payment', message: 'should be cod or upi' },
      { path: 'lines', message: 'should have at most 2 entries' },
      { path: 'cart', message: 'should be an object' },
      { path: 'hidden', message: 'should be true or false' },
      { path: 'when', message: 'is not as it should be' },
    ]);
    const far = asked.pick({ qty: true }).safeParse({ qty: 100 });
    expect(problemOf(far.error, t, '').body.errors).toEqual([{ path: 'qty', message: 'should be at most 99' }]);
  });

  it('answers 503 when the database cannot be reached', () => {
    expect(asRefusal(new mongoose.mongo.MongoNetworkError('connection reset'))).toMatchObject({
      code: 'unavailable',
      status: 503,
    });
  });

  it('lets nothing of a bug out', () => {
    const { status, body } = problemOf(new TypeError('secret of line 7'), t, 'r-2');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(asRefusal(new TypeError('secret of line 7'))).toBeUndefined();
  });

  it.each([
    ['a body that is no JSON', 'application/json', '{"a":', 400, 'unreadable'],
    ['a body over the limit', 'application/json', JSON.stringify({ a: 'x'.repeat(2000) }), 413, 'too_large'],
    ['a charset nobody knows', 'application/json; charset=klingon', '{}', 415, 'wrong_type'],
    ['a broken multipart body', 'multipart/form-data; boundary=x', '--x\r\nContent-Disp', 400, 'unreadable'],
    ['a multipart body without boundary', 'multipart/form-data', 'x', 400, 'unreadable'],
    ['a file over the limit', 'multipart/form-data; boundary=x', part('photo', 'x'.repeat(2000)), 413, 'too_large'],
    ['a file nobody asked for', 'multipart/form-data; boundary=x', part('virus', 'x'), 422, 'bad_request'],
  ])('answers %s in words', async (_what, contentType, body, status, code) => {
    const lines: string[] = [];
    const app = express();
    app.use(express.json({ limit: 1000 }));
    app.post('/', multer({ limits: { fileSize: 1000 } }).single('photo'), (_req, res) => res.send('taken'));
    app.use(problemHandler({ texts, logger: pino({ level: 'error' }, { write: (line) => lines.push(line) }) }));
    await using server = await listen(app);
    const answer = await fetch(server.url, { method: 'POST', headers: { 'content-type': contentType }, body });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ code, status, detail: t(`refusals.${code}`) });
    expect(t(`refusals.${code}`)).not.toContain('refusals.');
    expect(lines).toEqual([]);
  });

  it('says how long to wait when somebody is too fast', async () => {
    const app = express();
    app.get('/', () => {
      throw new Refusal('unavailable', 429, { seconds: 7 });
    });
    app.use(problemHandler({ texts, logger: pino({ level: 'silent' }) }));
    await using server = await listen(app);
    expect((await fetch(server.url)).headers.get('retry-after')).toBe('7');
  });

  it('logs a bug once, with the id that the answer carries', async () => {
    const lines: string[] = [];
    const app = express();
    app.use((_req, res, next) => {
      res.set('X-Request-Id', 'r-7');
      next();
    });
    app.get('/', () => {
      throw new TypeError('nothing there');
    });
    app.use(problemHandler({ texts, logger: pino({}, { write: (line) => lines.push(line) }) }));
    await using server = await listen(app);
    const answer = await fetch(server.url);
    expect(await answer.json()).toMatchObject({ status: 500, code: 'broken', requestId: 'r-7' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('r-7');
  });
});

function part(name: string, content: string): string {
  return `--x\r\nContent-Disposition: form-data; name="${name}"; filename="a.jpg"\r\n\r\n${content}\r\n--x--\r\n`;
}

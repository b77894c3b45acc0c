import { EventEmitter } from 'node:events';
import express, { type Request, type Response } from 'express';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unhurried, withDeadline } from '../../../src/platform/http/deadline.js';
import { problemHandler } from '../../../src/platform/http/problem-handler.js';
import { createTexts } from '../../../src/platform/texts.js';
import { listen } from '../../support/listen.js';

describe('a deadline', () => {
  it('answers 503 in words when the database says nothing, and takes the late answer quietly', async () => {
    let late: (() => void) | undefined;
    const lines: string[] = [];
    const app = express();
    app.use(withDeadline(20));
    app.get('/', async (_req, res) => {
      await new Promise<void>((done) => {
        late = done;
      });
      res.json({ late: true });
    });
    app.use(problemHandler({ texts: createTexts('en'), logger: pino({}, { write: (line) => lines.push(line) }) }));
    await using server = await listen(app);
    const answer = await fetch(server.url);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
    late?.();
    expect((await fetch(`${server.url}/nowhere`)).status).toBe(404);
    expect(lines).toEqual([]);
  });

  describe('by the clock', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    const begin = (ms: number) => {
      const res = Object.assign(new EventEmitter(), { headersSent: false, closed: false });
      const next = vi.fn();
      withDeadline(ms)({} as Request, res as unknown as Response, next);
      expect(next).toHaveBeenCalledTimes(1);
      return { res: res as unknown as Response, next, close: () => res.emit('close') };
    };

    it('stands still while photo bytes come in', async () => {
      const { res, next } = begin(4500);
      await vi.advanceTimersByTimeAsync(4000);
      let arrived: (() => void) | undefined;
      const upload = unhurried(
        res,
        () =>
          new Promise<void>((done) => {
            arrived = done;
          }),
      );
      await vi.advanceTimersByTimeAsync(60_000);
      expect(next).toHaveBeenCalledTimes(1);
      arrived?.();
      await upload;
      await vi.advanceTimersByTimeAsync(499);
      expect(next).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(next).toHaveBeenLastCalledWith(expect.objectContaining({ code: 'unavailable' }));
    });

    it('goes on only when the last of two uploads is in', async () => {
      const { res, next } = begin(1000);
      const arrived: (() => void)[] = [];
      const upload = () => new Promise<void>((done) => arrived.push(done));
      const both = [unhurried(res, upload), unhurried(res, upload)];
      arrived[0]?.();
      await both[0];
      await vi.advanceTimersByTimeAsync(5000);
      expect(next).toHaveBeenCalledTimes(1);
      arrived[1]?.();
      await both[1];
      await vi.advanceTimersByTimeAsync(1000);
      expect(next).toHaveBeenCalledTimes(2);
    });

    it('ends with the answer', async () => {
      const { next, close } = begin(1000);
      close();
      await vi.advanceTimersByTimeAsync(5000);
      expect(next).toHaveBeenCalledTimes(1);
    });
  });

  it('gives back what the work gave, also without a deadline, and lets its error through', async () => {
    const res = {} as Response;
    expect(await unhurried(res, async () => 7)).toBe(7);
    await expect(unhurried(res, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});

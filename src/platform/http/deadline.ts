import type { RequestHandler, Response } from 'express';
import { unavailable } from '../refusal.js';

type Deadline = { pause(): void; resume(): void };

/** Where an answer has its deadline. In a WeakMap it, and all it holds, would outlive the small collections of garbage. */
const DEADLINE = Symbol('deadline');
type Timed = Response & { [DEADLINE]?: Deadline };

/**
 * Answers 503 `unavailable` when nothing was answered within `ms`, whatever a driver is waiting for: a MongoDB that
 * was stopped neither answers nor fails. What the handler does goes on, so the outcome is then unknown and the same
 * idempotency key tells it. Time spent inside of `unhurried` does not count.
 */
export function withDeadline(ms: number): RequestHandler {
  return (_req, res: Timed, next) => {
    let left = ms;
    let pauses = 0;
    let since = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const run = () => {
      since = performance.now();
      timer = setTimeout(() => {
        if (!res.headersSent) next(unavailable());
      }, left);
    };
    res[DEADLINE] = {
      pause() {
        if (pauses++ > 0) return;
        clearTimeout(timer);
        left -= performance.now() - since;
      },
      resume() {
        if (--pauses === 0 && !res.closed) run();
      },
    };
    res.on('close', () => clearTimeout(timer));
    run();
    next();
  };
}

/**
 * Runs `work` while the deadline of this answer stands still: for photo bytes on a slow line, and for what takes long
 * by its nature. Harmless where there is no deadline.
 */
export async function unhurried<T>(res: Timed, work: () => Promise<T>): Promise<T> {
  const deadline = res[DEADLINE];
  deadline?.pause();
  try {
    return await work();
  } finally {
    deadline?.resume();
  }
}

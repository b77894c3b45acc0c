import { randomBytes, randomInt } from 'node:crypto';
import { createChanges } from '../telegram/changes.js';
import type { Shown } from './check-message.js';

/** One message of the business, as it stands in somebody's chat. */
export type Sent = Shown & { id: string; n: number; to: string; bytes?: Buffer };
export type Call = { method: string; path: string; body: Record<string, unknown>; status?: number };
/** Lets the coming calls of a kind go wrong, so many times. */
export type Fault = {
  on: 'messages' | 'media' | 'download' | 'number';
  times?: number;
  /** Answers so; `drop` cuts the connection, `hang` says nothing. */
  with:
    | { status: number; code?: number; subcode?: number; says?: string; retryAfter?: number; html?: true }
    | 'drop'
    | 'hang';
};
export type World = ReturnType<typeof createWorld>;

/** What Meta knows of one business, with names and secrets of its own. */
export function createWorld(now: () => number) {
  return {
    now,
    changes: createChanges(),
    token: `EAAG${randomBytes(24).toString('hex')}`,
    phoneId: String(randomInt(1e9, 9e9)),
    appSecret: randomBytes(16).toString('hex'),
    verifyToken: 'a word of our own',
    number: '919876500000',
    sent: [] as Sent[],
    calls: [] as Call[],
    faults: [] as Fault[],
    media: new Map<string, { bytes: Buffer; type: string; size?: number; sha256?: string }>(),
    /** When each address wrote last. */
    wroteAt: new Map<string, number>(),
    /** Says of a message to a closed window only afterwards that it failed, as Meta mostly does. */
    isSlowToRefuse: false,
    webhook: undefined as string | undefined,
    /** What the webhook answered to each post. */
    answers: [] as number[],
    stopped: new AbortController(),
    refusedLater: (_id: string, _to: string): void => undefined,
  };
}

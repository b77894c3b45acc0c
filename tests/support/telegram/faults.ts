import { ApiError, badRequest, conflict, forbidden, NOT_MODIFIED, OTHER_POLLER, tooManyRequests } from './api-error.js';
import type { Call } from './calls.js';
import { deferred } from './deferred.js';

export type FaultKind =
  /** 429 @param retryAfter seconds */
  | { kind: 'tooManyRequests'; retryAfter: number }
  /** An answer of a proxy in front of Telegram: HTML unless `html` is false. */
  | { kind: 'serverError'; status?: 500 | 502 | 503 | 504; html?: boolean }
  /** The connection is cut. */
  | { kind: 'drop' }
  /** No answer until `release` or the end of the fake. */
  | { kind: 'hang' }
  /** 409 as from another getUpdates; `foreignPoller` also ends the poll that is open, and keeps on until cancelled. */
  | { kind: 'conflict' }
  | { kind: 'foreignPoller' }
  /** 403, blocked by the user unless `reason` says otherwise. */
  | { kind: 'forbidden'; reason?: string }
  | { kind: 'notModified' }
  /** Any other answer; the description is complete, as in "Bad Request: …". */
  | { kind: 'answer'; status: number; description: string };

export type FaultSpec = FaultKind & {
  /** Only calls of this method; `file` means downloads. Default: all. */
  method?: string;
  /** Only calls with this `chat_id`. */
  chatId?: number;
  /** How many calls it hits; default 1 (without end for `foreignPoller`). */
  times?: number;
  /** `before` (default): the call does nothing. `apply`: it does all of its work and the answer alone goes wrong. */
  after?: 'before' | 'apply';
};

export type Fault = {
  /** How many calls it has hit. */
  readonly fired: number;
  /** Settles when it has hit as many calls as it should, or was cancelled. */
  ends(): Promise<void>;
  /** Lets calls that hang go on, and ends the fault. */
  release(): void;
  cancel(): void;
};

export type ActiveFault = { spec: FaultSpec; released: Promise<void> };

export type Faults = ReturnType<typeof createFaults>;

/** @param tell told of each call that is hit */
export function createFaults(tell: () => void) {
  const active: (ActiveFault & { hit(): void })[] = [];

  return {
    add(spec: FaultSpec): Fault {
      let left = spec.times ?? (spec.kind === 'foreignPoller' ? Number.POSITIVE_INFINITY : 1);
      let fired = 0;
      const release = deferred();
      const ended = deferred();
      const cancel = () => {
        const place = active.indexOf(entry);
        if (place >= 0) active.splice(place, 1);
        ended.resolve();
      };
      const entry = {
        spec,
        released: release.promise,
        hit() {
          fired++;
          if (--left <= 0) cancel();
          tell();
        },
      };
      active.push(entry);
      return {
        get fired() {
          return fired;
        },
        ends: () => ended.promise,
        release() {
          cancel();
          release.resolve();
        },
        cancel,
      };
    },
    /** The oldest fault that this call runs into; it counts as one hit. */
    hitBy({ method, chatId }: Call): ActiveFault | undefined {
      const hit = active.find(({ spec }) => {
        const wanted = spec.kind === 'foreignPoller' ? 'getUpdates' : spec.method;
        if (wanted !== undefined && wanted !== method) return false;
        return spec.chatId === undefined || spec.chatId === chatId;
      });
      hit?.hit();
      return hit;
    },
  };
}

/** The answer of a fault that has one. */
export function errorOf(fault: FaultKind): ApiError {
  switch (fault.kind) {
    case 'tooManyRequests':
      return tooManyRequests(fault.retryAfter);
    case 'conflict':
    case 'foreignPoller':
      return conflict(OTHER_POLLER);
    case 'forbidden':
      return forbidden(fault.reason ?? 'bot was blocked by the user');
    case 'notModified':
      return badRequest(NOT_MODIFIED);
    case 'answer':
      return new ApiError(fault.status, fault.description);
    default:
      return new ApiError(500, 'Internal Server Error');
  }
}

import type { Clock } from '../../src/platform/clock.js';

/** A clock that stands still until it is told to go on. It starts at the real time, so that MongoDB's TTL agrees. */
export function testClock(start = new Date()): Clock & { pass(seconds: number): void } {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    pass(seconds) {
      time += seconds * 1000;
    },
  };
}

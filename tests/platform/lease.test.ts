import { afterEach, expect, it, vi } from 'vitest';
import { holdLease, type Lease } from '../../src/platform/lease.js';
import { createLogger } from '../../src/platform/logger.js';
import { testDb } from '../support/db.js';

const db = testDb();
const logger = createLogger('silent');
const leases: Lease[] = [];
const locks = db.collection<{ _id: string; by: string; until: Date }>('locks');

afterEach(async () => {
  await Promise.all(leases.splice(0).map((lease) => lease.stop()));
});

/** A process that wants the lease, and whether its work runs. */
function contender(by: string, name = 'the-only-line') {
  const state = { works: false, ended: 0 };
  const lease = holdLease({
    ...{ db, name, by, logger },
    work: (signal) =>
      new Promise<void>((done) => {
        state.works = true;
        signal.addEventListener('abort', () => {
          state.works = false;
          state.ended += 1;
          done();
        });
      }),
  });
  leases.push(lease);
  return { ...lease, state };
}

/** As if the owner had died some time ago. */
const forget = (name: string) => locks.updateOne({ _id: name }, { $set: { until: new Date(0) } });

it('is held by one, until that one gives it back', async () => {
  const one = contender('one');
  await expect.poll(() => one.state.works).toBe(true);
  const other = contender('other');
  await other.stop();
  expect(other.state.works).toBe(false);
  await one.stop();
  expect(one.state).toEqual({ works: false, ended: 1 });
  const next = contender('other');
  await expect.poll(() => next.state.works).toBe(true);
  expect([one.isHeld(), next.isHeld()]).toEqual([false, true]);
});

it('is taken over from one that died, and one that only stood still learns of it', async () => {
  const name = 'taken-over';
  const one = contender('one', name);
  await expect.poll(() => one.state.works).toBe(true);
  await forget(name);
  const other = contender('other', name);
  await expect.poll(() => other.state.works).toBe(true);
  await expect.poll(() => one.state).toEqual({ works: false, ended: 1 });
  expect([one.isHeld(), other.isHeld()]).toEqual([false, true]);
});

it('is held again at once by who held it before a restart', async () => {
  const name = 'restarted';
  await locks.insertOne({ _id: name, by: 'owner', until: new Date(Date.now() + 15_000) });
  const owner = contender('owner', name);
  await expect.poll(() => owner.state.works).toBe(true);
});

it('tells of work that ends by itself, and keeps nobody waiting', async () => {
  const error = vi.spyOn(logger, 'error');
  const lease = holdLease({
    ...{ db, name: 'broken', by: 'one', logger },
    work: async () => {
      throw new Error('no line');
    },
  });
  leases.push(lease);
  await expect.poll(() => error.mock.calls.length).toBe(1);
});

import { expect, it } from 'vitest';
import { createLogger } from '../../src/platform/logger.js';
import { type Migration, migrate } from '../../src/platform/migrations.js';
import { testDb } from '../support/db.js';

const db = testDb();
const logger = createLogger('silent');

it('runs each migration once and in order, also with several processes starting together', async () => {
  const ran: string[] = [];
  const step = (id: string): Migration => ({
    id,
    run: async (on) => {
      ran.push(id);
      await on.collection('steps').insertOne({ id });
    },
  });
  const first = [step('1'), step('2')];
  await Promise.all(['a', 'b', 'c'].map((by) => migrate(db, first, by, logger)));
  expect(ran).toEqual(['1', '2']);
  await Promise.all(['a', 'b'].map((by) => migrate(db, [...first, step('3')], by, logger)));
  expect(ran).toEqual(['1', '2', '3']);
});

it('begins again where a migration broke off', async () => {
  let broken = true;
  const migration: Migration = {
    id: '9',
    run: async () => {
      if (broken) throw new Error('no room on the disk');
    },
  };
  await expect(migrate(db, [migration], 'a', logger)).rejects.toThrow('no room');
  broken = false;
  await migrate(db, [migration], 'b', logger);
  expect(await db.collection<{ _id: string }>('migrations').countDocuments({ _id: '9' })).toBe(1);
});

it('goes on at once when the same owner starts again after it was killed', async () => {
  const until = new Date(Date.now() + 30_000);
  await db.collection<{ _id: string }>('locks').insertOne({ _id: 'migrations', by: 'owner', until } as { _id: string });
  await migrate(db, [], 'owner', logger);
  expect(await db.collection('locks').countDocuments()).toBe(0);
});

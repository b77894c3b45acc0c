import { beforeAll, expect, it } from 'vitest';
import { createAccounts } from '../../src/accounts/accounts.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { plansOf } from '../support/plans.js';

const db = testDb();
const clock = testClock();
const accounts = createAccounts({ db, clock });

beforeAll(() => makeIndexes(db));

it('makes an account for a number that comes for the first time, and knows it afterwards', async () => {
  const first = await accounts.ensure('+919876500001');
  const again = await accounts.ensure('+919876500001');
  expect(first).toEqual({
    account: { _id: expect.stringMatching(/^[0-9a-f]{24}$/), mobile: '+919876500001', createdAt: clock.now() },
    isNew: true,
  });
  expect(again).toEqual({ account: first.account, isNew: false });
});

it('makes one account of a number that signs up 30 times at once, and calls it new once', async () => {
  const all = await Promise.all(Array.from({ length: 30 }, () => accounts.ensure('+919876500002')));
  expect(new Set(all.map(({ account }) => account._id)).size).toBe(1);
  expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
});

it('finds an account by its id, and nothing by another', async () => {
  const { account } = await accounts.ensure('+919876500003');
  expect(await accounts.find(account._id)).toEqual(account);
  expect(await accounts.find('ffffffffffffffffffffffff')).toBeNull();
  expect(await accounts.find('{"$ne":null}')).toBeNull();
});

it('never reads all accounts to find one', async () => {
  const plans = await plansOf(db, async () => {
    const { account } = await accounts.ensure('+919876500004');
    await accounts.ensure('+919876500004');
    await accounts.find(account._id);
  });
  expect(plans).toHaveLength(3);
  for (const plan of plans) {
    expect(plan.stages).not.toContain('COLLSCAN');
    expect(plan.stages.some((stage) => stage === 'IXSCAN' || stage === 'IDHACK')).toBe(true);
  }
});

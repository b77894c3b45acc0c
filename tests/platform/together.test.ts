import { Schema } from 'mongoose';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { bare, isMongoDown } from '../../src/platform/mongo.js';
import { changeTogether, findTogether, together } from '../../src/platform/together.js';
import { testDb } from '../support/db.js';

type Jar = { _id: string; left: number; label?: string };

const db = testDb();
const jars = db.model<Jar>('Jar', new Schema<Jar>({ _id: String, left: Number, label: String }));
const kept = bare<Jar>(db, jars);
beforeAll(() => jars.createCollection());

describe('what is asked for at once', () => {
  /** Asks whose answers come when the test says so. */
  const aGate = () => {
    const portions: (readonly string[])[] = [];
    const gates: (() => void)[] = [];
    const ask = together<string, string>(async (asks) => {
      portions.push(asks);
      await new Promise<void>((open) => gates.push(open));
      return asks.map((one) => (one === 'bad' ? new Error('bad') : `${one}!`));
    });
    return { portions, ask, open: () => gates.shift()?.() };
  };
  const soon = () => new Promise((next) => setImmediate(next));
  const withoutTime = () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
  };

  it('waits no longer than a moment for one that hangs', async () => {
    withoutTime();
    const { portions, ask, open } = aGate();
    const hanging = ask('a');
    const next = ask('b');
    await vi.advanceTimersByTimeAsync(1000);
    expect(portions).toEqual([['a'], ['b']]);
    open();
    open();
    expect(await Promise.all([hanging, next])).toEqual(['a!', 'b!']);
  });

  it('is told after ten seconds that nobody answers, where the database never does', async () => {
    withoutTime();
    const { ask } = aGate();
    const told = ask('a').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(isMongoDown(await told)).toBe(true);
  });

  it('goes alone when it is the first, and else in one piece behind it', async () => {
    const { portions, ask, open } = aGate();
    const answers = Promise.all(['a', 'b', 'c'].map(ask));
    expect(portions).toEqual([['a']]);
    open();
    await soon();
    expect(portions).toEqual([['a'], ['b', 'c']]);
    open();
    expect(await answers).toEqual(['a!', 'b!', 'c!']);
  });

  it('waits a moment for company where there was some before, and else for nobody', async () => {
    withoutTime();
    const { portions, ask, open } = aGate();
    const first = Promise.all(['a', 'b', 'c'].map(ask));
    open();
    await soon();
    open();
    await first;
    const second = Promise.all(['d', 'e'].map(ask));
    expect(portions).toEqual([['a'], ['b', 'c']]);
    await vi.advanceTimersByTimeAsync(1);
    expect(portions.at(-1)).toEqual(['d', 'e']);
    open();
    await second;
    const third = ask('f');
    await vi.advanceTimersByTimeAsync(1);
    open();
    await third;
    const alone = ask('g');
    expect(portions.slice(3)).toEqual([['f'], ['g']]);
    open();
    expect(await alone).toBe('g!');
  });

  it('fails alone', async () => {
    const { ask, open } = aGate();
    const first = ask('a');
    const answers = Promise.allSettled([ask('bad'), ask('good')]);
    open();
    await first;
    open();
    expect(await answers).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'good!' }]);
  });

  it('comes at most a hundred at a time', async () => {
    const { portions, ask, open } = aGate();
    withoutTime();
    const answers = Promise.all(Array.from({ length: 202 }, (_, n) => ask(`${n}`)));
    for (let n = 0; n < 4; n++) {
      open();
      await vi.advanceTimersByTimeAsync(1);
    }
    await answers;
    expect(portions.map(({ length }) => length)).toEqual([1, 100, 100, 1]);
  });
});

describe('documents', () => {
  it('that are asked for at once come each to whoever asked', async () => {
    const find = findTogether(kept);
    const ids = [newId(), newId(), newId()];
    await jars.create(ids.slice(0, 2).map((_id, left) => ({ _id, left })));
    const found = await Promise.all([ids[0], ids[1], ids[2], ids[0]].map((id = '') => find(id)));
    expect(found.map((jar) => jar?.left)).toEqual([0, 1, undefined, 0]);
  });

  it('that change at once change each as if alone', async () => {
    const change = changeTogether(kept, { label: 0 });
    const ids = Array.from({ length: 20 }, newId);
    await jars.create(ids.map((_id) => ({ _id, left: 1, label: 'mango' })));
    const taking = ids.flatMap((_id) => [1, 2, 3].map(() => ({ _id, when: { $gt: ['$left', 0] }, to: TAKEN })));
    const after = await Promise.all(taking.map(change));
    // one was taken of each, though three wanted it
    expect((await jars.find({ _id: { $in: ids } }).lean<Jar[]>()).map(({ left }) => left)).toEqual(ids.map(() => 0));
    expect(after.every((jar) => jar?.left === 0 && jar.label === undefined)).toBe(true);
  });

  it('that are made or changed are made once', async () => {
    const change = changeTogether(kept, {});
    const ids = Array.from({ length: 5 }, newId);
    const filling = ids.flatMap((_id) =>
      [1, 2].map((left) => ({ _id, when: { $lt: ['$left', 1] }, to: { _id, left }, upsert: true })),
    );
    const after = await Promise.all(filling.map(change));
    expect(after.map((jar) => jar?.left)).toEqual(filling.map(() => 1));
  });

  it.each([1, 4])('of which it is told how they then are: %i of them', async (many) => {
    const change = changeTogether(kept, {});
    const ids = Array.from({ length: many }, newId);
    await jars.create(ids.map((_id) => ({ _id, left: 1 })));
    const take = (_id: string) =>
      change({
        _id,
        when: { $eq: ['$left', 1] },
        to: { $mergeObjects: ['$$ROOT', { left: 0 }] },
        after: { _id, left: 0 },
      });
    expect(await Promise.all(ids.map(take))).toEqual(ids.map((_id) => ({ _id, left: 0 })));
    await jars.updateMany({ _id: { $in: ids } }, { left: 7 });
    // who comes too late is told so, or how the document is
    const late = await Promise.all(ids.map(take));
    expect(late.every((jar) => jar === null || jar.left === 7)).toBe(true);
    expect((await jars.find({ _id: { $in: ids } }).lean<Jar[]>()).every(({ left }) => left === 7)).toBe(true);
  });

  it('are none the worse for one that no database takes', async () => {
    const change = changeTogether(kept, {});
    const ids = Array.from({ length: 4 }, newId);
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const filling = ids.map((_id, n) => ({
      ...{ _id, when: EVER, upsert: true },
      to: { $mergeObjects: ['$$ROOT', { left: n === 2 ? cyclic : n }] },
    }));
    const after = await Promise.allSettled(filling.map(change));
    expect(after.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(after.some((one) => one.status === 'rejected' && isMongoDown(one.reason))).toBe(false);
  });

  it('that the server refuses are refused alone', async () => {
    const change = changeTogether(kept, {});
    const ids = Array.from({ length: 4 }, newId);
    await jars.create(ids.map((_id, n) => ({ _id, left: n, label: 'mango' })));
    const adding = ids.map((_id, n) => ({
      ...{ _id, when: EVER },
      to: { $mergeObjects: ['$$ROOT', { left: { $add: [n === 2 ? '$label' : '$left', 1] } }] },
    }));
    const after = await Promise.allSettled(adding.map(change));
    expect(after.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});

const TAKEN = { $mergeObjects: ['$$ROOT', { left: { $subtract: ['$left', 1] } }] };
const EVER = { $literal: true };

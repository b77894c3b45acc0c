import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const { bound, compare, inPairs } = await import(join(import.meta.dirname, '../../bench/support/pairs.mjs'));

type Measured = { perSecond: number; perCpuSecond?: number; coreShare?: number };
const of = ({ perSecond }: Measured) => perSecond;
const row = { name: 'catalog', what: 'a catalog', unit: '/s', of };
const pairsOf = (...rates: [ours: number, floor: number][]) => ({
  thrown: 0,
  pairs: rates.map(([ours, floor]) => ({ ours: { perSecond: ours }, floor: { perSecond: floor } })),
});

describe('measuring in pairs', () => {
  it('measures again when the machine changed in the middle', async () => {
    const speeds = [100, 100, 100, 100, 80, 100, 100, 100, 100];
    const measure = async () => ({ perSecond: 1 });
    const sides = { ours: measure, floor: measure };
    const { pairs, thrown } = await inPairs(sides, { count: 2, speed: () => speeds.shift() });
    expect([pairs.length, thrown]).toEqual([2, 1]);
  });

  it('lets neither side always be first', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => {
      order.push(name);
      return { perSecond: 1 };
    };
    await inPairs({ ours: side('ours'), floor: side('floor') }, { count: 2, speed: () => 100 });
    expect(order.slice(-4)).toEqual(['ours', 'floor', 'floor', 'ours']);
  });

  it('says that a machine is too busy instead of telling what it did', async () => {
    let speed = 1;
    const measure = async () => ({ perSecond: 1 });
    const busy = inPairs({ ours: measure, floor: measure }, { count: 2, speed: () => (speed *= 2) });
    await expect(busy).rejects.toThrow('too busy');
  });
});

describe('a row', () => {
  it('tells the ratio in the middle, which one bad pair does not move', () => {
    const pairs = pairsOf([50, 100], [60, 100], [1, 100]);
    expect(compare(pairs, { ...row, least: 0.5 })).toMatchObject({ ours: 50, floor: 100, ratio: 0.5, reached: true });
  });

  it('is not reached when it is slower than it should be', () => {
    expect(compare(pairsOf([49, 100]), { ...row, least: 0.5 })).toMatchObject({ reach: '≥ 0.5', reached: false });
    expect(compare(pairsOf([21, 10]), { ...row, unit: 'ms', most: 2 })).toMatchObject({ reach: '≤ 2', reached: false });
  });

  it('is not flattered by a loader that is slower than the floor', () => {
    const pair = {
      ours: { perSecond: 90, perCpuSecond: 90, coreShare: 1 },
      floor: { perSecond: 100, perCpuSecond: 1000, coreShare: 0.1 },
    };
    const told = compare({ thrown: 0, pairs: [pair] }, { ...row, least: 0.5, alone: true });
    expect(told).toMatchObject({ ratio: 0.9, ratioPerCoreSecond: 0.09, reached: false });
    expect(told.idle).toContain('10 %');
  });

  it('without a floor is held against a figure alone', () => {
    expect(bound({ name: 'alert', what: 'p50', unit: 'ms', ours: 11, most: 10 }).reached).toBe(false);
    expect(bound({ name: 'alert', what: 'p50', unit: 'ms', ours: 10, most: 10 }).reached).toBe(true);
  });
});

import { join } from 'node:path';
import { expect, it } from 'vitest';

const { tableOf } = await import(join(import.meta.dirname, '../../bench/support/table.mjs'));

const row = { name: 'cart', what: 'a line', unit: '/s', ours: 80, floor: 100, ratio: 0.8, reach: '≥ 0.75', thrown: 0 };
const lineOf = (change: object): string => tableOf([{ ...row, ...change }]).split('\n')[1];

it('shows both figures, their ratio and what was to be reached', () => {
  expect(lineOf({ reached: true }).split(/ {2,}/)).toEqual(['cart', 'a line', '80/s', '100/s', '0.8', '≥ 0.75', 'ok']);
});

it('cries out what was not reached', () => {
  expect(lineOf({ reached: false })).toContain('NOT REACHED');
  expect(lineOf({})).not.toContain('REACHED');
});

it('does not hide that pairs were thrown out, or that the floor waited', () => {
  const line = lineOf({ reached: true, thrown: 3, idle: 'the floor had 40 % of its core' });
  expect(line).toContain('ok; 3 pairs thrown out; the floor had 40 % of its core');
});

it('shows what was seen where there is no figure', () => {
  const line = tableOf([{ name: 'order', what: 'the last pieces', saw: '10 sold, 40 refused', reached: true }]);
  expect(line.split('\n')[1]).toMatch(/10 sold, 40 refused +ok$/);
});

import { median, PAIRS, rounded } from './numbers.mjs';
import { calibrate } from './processor.mjs';

/** Of the speed of the core within one pair; more, and the two sides were not measured on the same machine. */
const MOST_DRIFT = 0.15;
const MOST_TRIES = 3;

/** Less of its core, and the floor waited for the loader or for a database. */
const BUSY = 0.85;

/**
 * Measures us and the floor in turns, who is first changing with each pair. Pairs during which the machine changed are
 * thrown out and measured again, three times as many at most.
 * @param sides functions without arguments, each of which measures once
 * @param speed tells how fast the machine is
 * @returns `{ pairs: [{ ours, floor }], thrown }`
 */
export async function inPairs({ ours, floor }, { count = PAIRS, speed = calibrate } = {}) {
  const sides = { ours, floor };
  await floor();
  await ours();
  const pairs = [];
  let thrown = 0;
  while (pairs.length < count && thrown + pairs.length < count * MOST_TRIES) {
    const order = (thrown + pairs.length) % 2 === 0 ? ['ours', 'floor'] : ['floor', 'ours'];
    const speeds = [speed()];
    const pair = {};
    for (const side of order) {
      pair[side] = await sides[side]();
      speeds.push(speed());
    }
    if (Math.max(...speeds) / Math.min(...speeds) - 1 > MOST_DRIFT) thrown++;
    else pairs.push(pair);
  }
  if (pairs.length === 0)
    throw new Error(`the machine changed during each of ${thrown} pairs: it is too busy to measure`);
  return { pairs, thrown };
}

/**
 * A row of the table from one measure of pairs.
 * @param of picks the measure, like `({ perSecond }) => perSecond`
 * @param reach `{ least }` or `{ most }`, of our measure divided by the floor's; neither where it is only told
 * @param alone no database is asked: then the ratio per second of the server's core has to be reached, too, which a
 *   loader that is slower than the floor cannot flatter
 */
export function compare({ pairs, thrown }, { name, what, unit, of, least, most, alone }) {
  const ratio = median(pairs.map(({ ours, floor }) => of(ours) / of(floor)));
  const perCore = median(pairs.map(({ ours, floor }) => ours.perCpuSecond / floor.perCpuSecond));
  const isRate = unit === '/s' && Number.isFinite(perCore);
  const floorsCore = median(pairs.map(({ floor }) => floor.coreShare));
  return {
    ...{ name, what, unit },
    ours: rounded(median(pairs.map(({ ours }) => of(ours)))),
    floor: rounded(median(pairs.map(({ floor }) => of(floor)))),
    ratio: rounded(ratio),
    ...(isRate && { ratioPerCoreSecond: rounded(perCore) }),
    ...(isRate && floorsCore < BUSY && { idle: `the floor had ${Math.round(floorsCore * 100)} % of its core` }),
    ...reached(alone && isRate ? Math.min(ratio, perCore) : ratio, { least, most }),
    ...{ pairs: pairs.length, thrown },
    all: pairs.map(({ ours, floor }) => ({ ours: side(ours), floor: side(floor) })),
  };
}

const side = (measured) => Object.fromEntries(Object.entries(measured).map(([key, value]) => [key, rounded(value)]));

/** A row of the table that has no floor. */
export const bound = ({ name, what, unit, ours, least, most }) => ({
  ...{ name, what, unit, ours: rounded(ours) },
  ...reached(ours, { least, most }),
});

/** A row of the table that says whether something is so, with what was seen. */
export const holds = ({ name, what, saw, so }) => ({ name, what, saw, reached: so });

/** A row of the table that could not be had; the others are still worth having. */
export const unmeasured = (name, { message }) => ({
  ...{ name, what: 'could not be measured', saw: message.split('\n')[0].slice(0, 100), reached: false },
  why: message,
});

function reached(number, { least, most }) {
  if (least === undefined && most === undefined) return {};
  return least === undefined
    ? { reach: `≤ ${most}`, reached: number <= most }
    : { reach: `≥ ${least}`, reached: number >= least };
}

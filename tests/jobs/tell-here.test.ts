import { expect, it } from 'vitest';
import { createTellHere } from '../../jobs/order-alerts/tell-order.js';
import { createLogger } from '../../src/platform/logger.js';

/** A telling whose orders are told when the test says so. */
function aTelling() {
  const ends = new Map<string, { done(): void; fail(error: Error): void }>();
  const tell = (orderId: string) => new Promise<void>((done, fail) => ends.set(orderId, { done, fail }));
  return { ends, here: createTellHere({ telling: { tell }, logger: createLogger('silent') }) };
}
const soon = () => new Promise((next) => setImmediate(next));

it('orders are told of at once, a few at a time, and the rest is left to the queue', async () => {
  const { ends, here } = aTelling();
  const taken = Array.from({ length: 20 }, (_, n) => here.tell(`${n}`));
  expect(taken.filter(Boolean)).toHaveLength(16);
  ends.get('3')?.done();
  ends.get('4')?.fail(new Error('the database is away'));
  await soon();
  expect(['a', 'b', 'c'].map((id) => here.tell(id))).toEqual([true, true, false]);
});

it('what is under way is told before the process ends, and nothing is begun any more', async () => {
  const { ends, here } = aTelling();
  here.tell('one');
  let isOver = false;
  const stopped = here.stop().then(() => {
    isOver = true;
  });
  expect(here.tell('two')).toBe(false);
  await soon();
  expect(isOver).toBe(false);
  ends.get('one')?.done();
  await stopped;
});

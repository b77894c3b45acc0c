import { expect, it } from 'vitest';
import { createSlots } from '../../../src/catalog/image/slots.js';

/** Work that says when it runs and goes on until it is told to end. */
function aJob() {
  const job = { running: false, end: (): void => undefined, work: () => Promise.resolve() };
  const ended = new Promise<void>((resolve) => {
    job.end = resolve;
  });
  job.work = () => {
    job.running = true;
    return ended;
  };
  return job;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

it('works on two photos at once and lets the third wait', async () => {
  const slots = createSlots(2);
  const [one, two, three] = [aJob(), aJob(), aJob()];
  const all = [one, two, three].map((job) => slots.run(1, job.work));
  await settle();
  expect([one.running, two.running, three.running]).toEqual([true, true, false]);
  one.end();
  await settle();
  expect(three.running).toBe(true);
  two.end();
  three.end();
  await Promise.all(all);
});

it('works on a large photo alone, and lets nothing that came later pass it', async () => {
  const slots = createSlots(2);
  const [small, large, later] = [aJob(), aJob(), aJob()];
  const all = [slots.run(1, small.work), slots.run(9, large.work), slots.run(1, later.work)];
  await settle();
  expect([small.running, large.running, later.running]).toEqual([true, false, false]);
  small.end();
  await settle();
  expect([large.running, later.running]).toEqual([true, false]);
  large.end();
  await settle();
  expect(later.running).toBe(true);
  later.end();
  await Promise.all(all);
});

it('gives the place of a photo that failed to the next one', async () => {
  const slots = createSlots(1);
  const failed = slots.run(1, () => Promise.reject(new Error('broken')));
  await expect(failed).rejects.toThrow('broken');
  expect(await slots.run(1, async () => 'next')).toBe('next');
});

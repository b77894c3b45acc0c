import { join } from 'node:path';
import { expect, it } from 'vitest';

const { takeTurns } = await import(join(import.meta.dirname, '../../bench/support/turns.mjs'));

/** Somebody who answers each person at once. */
function talker() {
  const written: number[] = [];
  let listener: (person: number) => void = () => undefined;
  return {
    written,
    onAnswer: (heard: (person: number) => void) => {
      listener = heard;
    },
    write: async (person: number) => {
      written.push(person);
      setImmediate(() => listener(person));
    },
  };
}

const few = { pid: process.pid, people: 3, seconds: 0.05 };

it('lets each person write again once they were answered', async () => {
  const talk = talker();
  const { count } = await takeTurns({ ...few, ...talk });
  expect(count).toBe(talk.written.length);
  expect(new Set(talk.written)).toEqual(new Set([0, 1, 2]));
  expect(count).toBeGreaterThan(3);
});

it('waits at the end for those who were not answered yet', async () => {
  const talk = talker();
  expect((await takeTurns({ ...few, ...talk, seconds: 0 })).count).toBe(3);
});

it('ends with the fault of whoever could not write', async () => {
  const write = () => Promise.reject(new Error('the chat answers 503'));
  await expect(takeTurns({ ...few, ...talker(), write })).rejects.toThrow('503');
});

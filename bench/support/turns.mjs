import { CONNECTIONS, median, percentile, SECONDS } from './numbers.mjs';
import { processorSeconds } from './processor.mjs';

const PATIENCE_MS = 60_000;

/**
 * So many people who write again as soon as they were answered.
 * @param write sends what person number n says
 * @param onAnswer takes a listener, which it calls with the number of each person who was answered
 * @returns turns a second, ms in the middle and for all but one of a hundred
 */
export function takeTurns({ write, onAnswer, pid, people = CONNECTIONS, seconds = SECONDS }) {
  return new Promise((done, fail) => {
    const begun = performance.now();
    const cpuBefore = processorSeconds(pid);
    const since = new Map();
    const took = [];
    let tooLate;
    const giveUp = (error) => {
      clearTimeout(tooLate);
      fail(error);
    };
    tooLate = setTimeout(
      () => giveUp(new Error(`${since.size} people wait for an answer`)),
      seconds * 1000 + PATIENCE_MS,
    );
    const say = (person) => {
      since.set(person, performance.now());
      Promise.resolve(write(person)).catch(giveUp);
    };
    onAnswer((person) => {
      const at = since.get(person);
      if (at === undefined) return;
      since.delete(person);
      took.push(performance.now() - at);
      if (performance.now() - begun < seconds * 1000) return say(person);
      if (since.size > 0) return;
      clearTimeout(tooLate);
      const tookSeconds = (performance.now() - begun) / 1000;
      const cpu = processorSeconds(pid) - cpuBefore;
      done({
        ...{ count: took.length, perSecond: took.length / tookSeconds },
        ...{ perCpuSecond: took.length / cpu, coreShare: cpu / tookSeconds },
        ...{ p50Ms: median(took), p99Ms: percentile(took, 0.99) },
      });
    });
    for (let person = 0; person < people; person++) say(person);
  });
}

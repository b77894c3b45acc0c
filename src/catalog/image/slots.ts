/** Lets a bounded amount of work run at once; the rest waits its turn, first come, first served. */
export type Slots = { run<T>(weight: number, work: () => Promise<T>): Promise<T> };

/**
 * @param capacity how much weight may run at once; work that weighs more than that runs alone
 */
export function createSlots(capacity: number): Slots {
  const waiting: { weight: number; start: () => void }[] = [];
  let free = capacity;

  function startNext(): void {
    // strictly in order: heavy work would starve if light work could pass it
    for (let next = waiting[0]; next && next.weight <= free; next = waiting[0]) {
      waiting.shift();
      free -= next.weight;
      next.start();
    }
  }

  return {
    async run(asked, work) {
      const weight = Math.min(asked, capacity);
      await new Promise<void>((start) => {
        waiting.push({ weight, start });
        startNext();
      });
      try {
        return await work();
      } finally {
        free += weight;
        startNext();
      }
    },
  };
}

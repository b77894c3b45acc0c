/** Numbers that look like chance and are the same in every run (mulberry32). @returns whole numbers of `from`…`to` */
export function chance(seed: number): (from: number, to: number) => number {
  let state = seed;
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) % (to - from + 1));
  };
}

export type Moments = ReturnType<typeof createMoments>;

/** Counts what happens, so that a fault can come after so many things whatever the speed of the machine. */
export function createMoments() {
  let left = 0;
  let come: () => void = () => undefined;
  return {
    pass(): void {
      if (left > 0 && --left === 0) come();
    },
    /** Resolves when so many more have passed. One at a time. */
    after: (count: number): Promise<void> =>
      new Promise((resolve) => {
        left = count;
        come = resolve;
      }),
  };
}

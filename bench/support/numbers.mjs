/** How often each pair is measured, and for how many seconds each side; short for a look, long for what is told. */
export const PAIRS = Number(process.env.BENCH_PAIRS ?? 5);
export const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
export const CONNECTIONS = 16;

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The number below which `share` (0–1) of them are. */
export const percentile = (numbers, share) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

/** Three digits that mean something. */
export const rounded = (number) => (number === undefined ? undefined : Number(number.toPrecision(3)));

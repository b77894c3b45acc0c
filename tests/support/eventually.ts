import { vi } from 'vitest';

/** Waits until `check` passes, as long as a slow machine may need; it is no measure of speed. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    // a file finds the modules that the file before it loaded; databases are its own all the same
    isolate: false,
    // more than the cores of a small machine: tests of processes wait most of their time
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // how long a slow machine may need, not how fast it is
    expect: { poll: { timeout: 15_000, interval: 20 } },
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['bench/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['dot'],
  },
});

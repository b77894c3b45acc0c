import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Takes as long as many others together; whoever begins it last waits for it alone. */
const LONGEST = 'tests/bots/flows/walker.test.ts';

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith(LONGEST);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
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

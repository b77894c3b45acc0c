import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempRoot } from './temp-root.js';

/** A directory of the running test's own, removed when the test is over. */
export function tempDir(suffix = ''): string {
  const dir = realpathSync(mkdtempSync(join(tempRoot, 'haat-test-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return suffix ? join(dir, suffix) : dir;
}

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory of the running test's own, removed when the test is over. */
export function tempDir(suffix = ''): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'haat-test-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return suffix ? join(dir, suffix) : dir;
}

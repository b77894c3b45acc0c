import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { tempRoot } from './temp-root.js';

/** A folder of this test file's own, removed after the last test. To be called at the top of a file. */
export function testFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tempRoot, 'haat-test-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

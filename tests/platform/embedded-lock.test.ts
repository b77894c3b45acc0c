import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockDataDir } from '../../src/platform/embedded/lock.js';
import { tempDir } from '../support/temp-dir.js';

const OWNER = `require('node:net').createServer((asking) => asking.end(String(process.pid)))
  .listen(process.argv[1], () => console.log('locked'))`;

/** Another process that holds the lock of `dir` as an owner does. */
async function anOwnerOf(dir: string) {
  const owner = spawn(process.execPath, ['-e', OWNER, join(dir, 'lock.0')], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(owner.stdout, 'data');
  return owner;
}

it('refuses a directory in use, in words, with the process that has it', async () => {
  const dir = tempDir();
  const owner = await anOwnerOf(dir);
  await expect(lockDataDir(dir)).rejects.toThrow(
    `Data directory ${dir} is in use by process ${owner.pid}. Stop it first, or set DATA_DIR to another directory.`,
  );
  owner.kill('SIGSTOP'); // too busy to answer is not gone
  await expect(lockDataDir(dir)).rejects.toThrow(`Data directory ${dir} is in use by another process.`);
  owner.kill('SIGKILL');
});

it('is free again when it was given back', async () => {
  const dir = tempDir();
  const unlock = await lockDataDir(dir);
  await expect(lockDataDir(dir)).rejects.toThrow(`in use by process ${process.pid}`);
  await unlock();
  const again = await lockDataDir(dir);
  await again();
});

it('goes to one alone of many that find its owner killed', async () => {
  const dir = tempDir();
  const owner = await anOwnerOf(dir);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  for (let round = 0; round < 20; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(dir)));
    const taken = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(taken).toHaveLength(1);
    await Promise.all(taken.map((unlock) => unlock()));
  }
});

it('also locks a directory with a name too long for a socket', async () => {
  const dir = tempDir('a'.repeat(150));
  mkdirSync(dir);
  const unlock = await lockDataDir(realpathSync(dir));
  await expect(lockDataDir(dir)).rejects.toThrow(`in use by process ${process.pid}`);
  await unlock();
});

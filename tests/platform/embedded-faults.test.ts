import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { startEmbedded } from '../../src/platform/embedded/index.js';
import { expectKept, processesWith, serversOf, startElsewhere, startHere, write } from '../support/embedded.js';
import { embeddedOptions } from '../support/embedded-options.js';
import { tempDir } from '../support/temp-dir.js';

// each starts and stops both servers several times, which a busy machine makes long
vi.setConfig({ testTimeout: 60_000 });

it('keeps the data and leaves no server behind when its process is killed', async () => {
  const dataDir = tempDir();
  const { owner, ...addresses } = await startElsewhere(dataDir);
  await write(addresses, 'mango pickle');
  expect(serversOf(addresses)).toHaveLength(2);
  owner.kill('SIGKILL');
  await vi.waitFor(() => expect(serversOf(addresses)).toEqual([]), { timeout: 15_000 });
  await expectKept(await startHere(dataDir), 'mango pickle');
});

it('ends servers that were left behind all the same before it touches their files', async () => {
  const dataDir = tempDir();
  const { owner, ...addresses } = await startElsewhere(dataDir);
  await write(addresses, 'mango pickle');
  const left = serversOf(addresses);
  for (const watchdog of processesWith('watchdog').filter(({ parent }) => parent === owner.pid)) {
    process.kill(watchdog.pid, 'SIGKILL');
  }
  owner.kill('SIGKILL');
  const next = await startHere(dataDir);
  const now = serversOf(next).map(({ pid }) => pid);
  expect(now).toHaveLength(2);
  expect(left.filter(({ pid }) => now.includes(pid))).toEqual([]);
  await expectKept(next, 'mango pickle');
});

it('leaves the servers alone when Ctrl-C ends what runs in the terminal, and ends them when asked', async () => {
  const { owner, ...addresses } = await startElsewhere(tempDir());
  const before = serversOf(addresses);
  const interrupted = once(owner.stdout ?? owner, 'data');
  process.kill(-(owner.pid ?? 0), 'SIGINT');
  expect(String(await interrupted)).toBe('interrupted\n');
  await write(addresses, 'mango pickle');
  expect(serversOf(addresses)).toEqual(before);
  const watchdogs = processesWith('watchdog').filter(({ parent }) => parent === owner.pid);
  owner.kill('SIGTERM');
  await once(owner, 'exit');
  expect(serversOf(addresses)).toEqual([]);
  expect(processesWith('watchdog').filter(({ pid }) => watchdogs.some((one) => one.pid === pid))).toEqual([]);
});

it('ends a paused server in order', async () => {
  const dataDir = tempDir();
  const { stop, ...addresses } = await startHere(dataDir);
  for (const { pid } of serversOf(addresses)) process.kill(pid, 'SIGSTOP');
  await stop();
  expect(serversOf(addresses)).toEqual([]);
  expect(readFileSync(join(dataDir, 'mongod.log'), 'utf8')).toMatch(/"Shutting down".*"exitCode":0/);
  expect(readFileSync(join(dataDir, 'redis.log'), 'utf8')).toContain('bye bye');
});

it('says what the server said when it does not start, and leaves nothing running or locked', async () => {
  const dataDir = tempDir();
  const first = await startHere(dataDir);
  await first.stop();
  const turtle = join(dataDir, 'mongod', 'WiredTiger.turtle');
  const whole = readFileSync(turtle);
  writeFileSync(turtle, 'not a turtle');
  const message = await startEmbedded(embeddedOptions(dataDir)).catch((error) => error.message);
  expect(message).toContain('mongod did not start: mongod ended');
  expect(message).toContain(`${join(dataDir, 'mongod.log')} says:`);
  expect(message).toContain('WiredTiger.turtle');
  expect(serversOf(first)).toEqual([]);
  writeFileSync(turtle, whole);
  await startHere(dataDir);
});

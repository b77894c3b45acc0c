import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const READY_WITHIN_MS = 120_000;

export const root = fileURLToPath(new URL('..', import.meta.url));

const canPin = spawnSync('taskset', ['-c', '1', 'true']).status === 0;

/** A command on a core of its own, where that can be said: servers have the first, what loads them the second. */
export const onCore = (core, ...command) => (canPin ? ['taskset', '-c', String(core), ...command] : command);

/** Puts this process, and all that it starts from now on without saying otherwise, on one core. */
export function stayOn(core) {
  if (canPin) spawnSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)]);
}

/** BENCH_PROFILE names a folder where each process leaves where its time went, for the developer tools of a browser. */
const { BENCH_PROFILE } = process.env;
const PROFILING = BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${BENCH_PROFILE}`] : [];

/** Of the surroundings only what finds programs and caches. */
const INHERITED = /^(PATH|HOME|TMPDIR|XDG_CACHE_HOME|BINARY_CACHE_DIR|REDIS_SERVER_BINARY|(MONGOMS|PIP)_.*)$/;

/**
 * Starts the built program, and waits until it is ready: with its own databases and nothing in them, unless `env` says
 * otherwise.
 * @param env what differs from the defaults
 * @param core which core it gets
 * @returns where it answers, the id of its process, and its end, with which its data goes
 */
export async function startHaat(env = {}, core = 0) {
  const dataDir = mkdtempSync(join(tmpdir(), 'haat-bench-'));
  const inherited = Object.entries(process.env).filter(([name]) => INHERITED.test(name));
  const [command, ...args] = onCore(core, process.execPath, ...PROFILING, 'dist/src/main.js');
  const child = spawn(command, args, {
    cwd: root,
    env: { ...Object.fromEntries(inherited), DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  async function stop() {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  }
  const giveUp = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const [, port] = /http:\/\/localhost:(\d+)/.exec(output) ?? [];
    if (port) return { url: `http://localhost:${port}`, pid: child.pid, stop };
    if (child.exitCode !== null || performance.now() > giveUp) {
      await stop();
      throw new Error(`It does not start:\n${output}`);
    }
    await sleep(20);
  }
}

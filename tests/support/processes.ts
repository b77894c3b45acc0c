import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect } from 'vitest';
import { freePort } from '../../src/platform/embedded/ports.js';
import { type Env, inherited } from './env.js';
import { tempRoot } from './temp-root.js';

export type { Env };

export type Product = {
  /** As `http://127.0.0.1:4000`, without a slash at the end. */
  url: string;
  pid: number;
  /** Resolves when it can be used, also after something had gone wrong; rejects when the process has ended. */
  ready(): Promise<void>;
  /** Resolves when the process has ended, with its exit code; null when a signal ended it. */
  ended: Promise<number | null>;
  /** All that it has printed so far. */
  output(): string;
  /** Resolves when its output has `text`; rejects when the process ends before. */
  printed(text: string): Promise<void>;
  /** Sends a signal. SIGSTOP and SIGCONT return at once, any other waits until the process has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Asks it to end, as Ctrl-C does, and gives its exit code; null when a signal ended it. */
  stop(): Promise<number | null>;
};

const PROGRAM = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const DOCTOR = fileURLToPath(new URL('../../dist/src/main/doctor.js', import.meta.url));
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/**
 * Starts the built product (`npm run build`) as processes of their own. Call it at the top of a test file: what a failed
 * test left in the output is shown, and all processes and their data are gone after the last test.
 *
 * They share a data directory unless `DATA_DIR` is given; give `MONGODB_URI` and `REDIS_URL` (`testDbUri`,
 * `testRedisUrl`) to all processes but one, since embedded databases have one owner.
 */
export function testProcesses(): {
  /** Starts one and waits until it can be used. */
  start(env?: Env): Promise<Product>;
  /** Starts one, for what may happen before it can be used. */
  launch(env?: Env): Promise<Product>;
  /** Has the doctor look at the data, whether they are in use or not; nothing in them may be broken. */
  expectSound(env?: Env): Promise<void>;
  dataDir: string;
} {
  const dataDir = mkdtempSync(join(tempRoot, 'haat-product-'));
  const started: Running[] = [];

  afterEach(({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const { child, output } of started) process.stderr.write(`--- process ${child.pid} printed:\n${output()}\n`);
  });
  afterAll(async () => {
    await Promise.all(started.map(end));
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });

  async function launch(env: Env = {}): Promise<Product> {
    const port = env.PORT ?? String(await freePort());
    const running = run({ DATA_DIR: dataDir, ...env, PORT: port });
    started.push(running);
    return productOf(running, `http://127.0.0.1:${port}`);
  }
  return {
    dataDir,
    launch,
    async expectSound(env = {}) {
      const doctor = run({ DATA_DIR: dataDir, ...env }, DOCTOR);
      started.push(doctor);
      expect([await doctor.gone, doctor.output()]).toEqual([0, 'All is sound.\n']);
    },
    async start(env) {
      const product = await launch(env);
      await product.ready();
      return product;
    },
  };
}

type Running = { child: ChildProcess; output(): string; gone: Promise<number | null> };

function run(env: Env, program = PROGRAM): Running {
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
  const child = spawn(process.execPath, [program], {
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return { child, output: () => output, gone: once(child, 'exit').then(([code]) => code) };
}

const hasEnded = ({ child }: Running) => child.exitCode !== null || child.signalCode !== null;

async function isReady(running: Running, url: string): Promise<void> {
  const giveUp = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (hasEnded(running)) throw new Error(`It ended, and is not ready:\n${running.output()}`);
    if (performance.now() > giveUp) throw new Error(`It is not ready:\n${running.output()}`);
    await sleep(20);
  }
}

function productOf(running: Running, url: string): Product {
  const { child, output, gone } = running;
  return {
    url,
    pid: child.pid ?? 0,
    ready: () => isReady(running, url),
    ended: gone,
    output,
    async printed(text) {
      while (!output().includes(text)) {
        if (hasEnded(running)) throw new Error(`It ended without printing ${text}:\n${output()}`);
        await sleep(10);
      }
    },
    async kill(signal) {
      child.kill(signal);
      if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await gone;
    },
    stop: () => end(running),
  };
}

/** Wakes it when it was paused, and kills it when it does not end within 30 s. */
async function end({ child, gone }: Running): Promise<number | null> {
  child.kill('SIGCONT');
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  const code = await gone;
  clearTimeout(late);
  return code;
}

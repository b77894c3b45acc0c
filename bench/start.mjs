/**
 * How long from the command to a product that answers, and how much memory it holds when nothing happens.
 * Build first (`npm run build`). Prints one line for people and the same as JSON; embedded servers are not counted
 * in the memory, only in the time.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const RUNS = 5;
/** So long nothing is asked before the memory is read: what the start left over is collected by then. */
const IDLE_MS = 10_000;
const READY_WITHIN_MS = 120_000;
const root = fileURLToPath(new URL('..', import.meta.url));

/** Of the surroundings only what finds programs and caches. */
const INHERITED = /^(PATH|HOME|TMPDIR|XDG_CACHE_HOME|BINARY_CACHE_DIR|REDIS_SERVER_BINARY|(MONGOMS|PIP)_.*)$/;

await main();

async function main() {
  const dataDir = mkdtempSync(join(tmpdir(), 'haat-bench-'));
  try {
    await measure(dataDir); // makes the data, and fetches the database binaries where there are none yet
    const runs = [];
    for (let run = 1; run < RUNS; run++) runs.push(await measure(dataDir));
    runs.push(await measure(dataDir, IDLE_MS));
    const runsMs = runs.map(({ readyMs }) => readyMs);
    const result = {
      startToReadyMs: median(runsMs),
      runsMs,
      residentMb: runs.at(-1).residentMb,
      node: process.version,
    };
    writeFileSync(join(root, 'bench', 'start.json'), `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(
      `start to ready ${result.startToReadyMs} ms (median of ${RUNS}, at most 4000), ` +
        `${result.residentMb} MB resident when idle (at most 250)\n${JSON.stringify(result)}\n`,
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** One start with all roles and embedded databases, and its stop. */
async function measure(dataDir, idleMs = 0) {
  const port = await freePort();
  const inherited = Object.entries(process.env).filter(([name]) => INHERITED.test(name));
  const env = { ...Object.fromEntries(inherited), DATA_DIR: dataDir, PORT: String(port) };
  const before = performance.now();
  const child = spawn(process.execPath, ['dist/src/main.js'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`It ended before it was ready:\n${output}`);
      if (performance.now() - before > READY_WITHIN_MS) throw new Error(`It is not ready:\n${output}`);
      await sleep(5);
    }
    const readyMs = Math.round(performance.now() - before);
    await sleep(idleMs);
    return { readyMs, residentMb: idleMs > 0 ? residentMb(child.pid) : undefined };
  } finally {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
  }
}

function isReady(port) {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
}

function residentMb(pid) {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHaat } from '../a-haat.mjs';
import { median, PAIRS } from '../support/numbers.mjs';
import { bound } from '../support/pairs.mjs';
import { residentMb } from '../support/processor.mjs';

/** So long nothing is asked before the memory is read: what the start left over is collected by then. */
const IDLE_MS = 10_000;
/** As whoever runs it: all roles, embedded databases, the whole machine. */
const ALL_CORES = `0-${cpus().length - 1}`;

/** From the command to a product that answers, its databases with it; and what it holds when nothing happens. */
export async function start(world) {
  const DATA_DIR = join(world.folder, 'start');
  mkdirSync(DATA_DIR);
  // makes the data, and fetches the database binaries where there are none yet
  await once({ DATA_DIR });
  const runs = [];
  for (let run = 1; run < PAIRS; run++) runs.push(await once({ DATA_DIR }));
  runs.push(await once({ DATA_DIR }, IDLE_MS));
  return [
    bound({
      ...{ name: 'start', what: `start to ready, median of ${PAIRS}`, unit: 'ms', most: 3000 },
      ours: median(runs.map(({ readyMs }) => readyMs)),
    }),
    bound({ name: 'start', what: 'memory idle, without databases', unit: 'MB', most: 200, ours: runs.at(-1).holdsMb }),
  ];
}

async function once(env, idleMs = 0) {
  const begun = performance.now();
  const haat = await startHaat(env, ALL_CORES);
  while (!(await isReady(haat.url))) await sleep(5);
  const readyMs = performance.now() - begun;
  await sleep(idleMs);
  const holdsMb = residentMb(haat.pid);
  await haat.stop();
  return { readyMs, holdsMb };
}

const isReady = (url) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

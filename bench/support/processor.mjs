import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { onCore } from '../a-haat.mjs';

const TICKS_PER_SECOND = 100;

const ROUND_TRIPS = `
const o = { a: Array.from({ length: 50 }, (_, i) => ({ id: i, name: 'x' + i, p: i * 3 })) };
function run(ms) {
  const before = process.cpuUsage();
  const end = performance.now() + ms;
  let n = 0;
  for (; performance.now() < end; n++) JSON.parse(JSON.stringify(o));
  const { user, system } = process.cpuUsage(before);
  return (n * 1000) / (user + system);
}
run(100);
process.stdout.write(String(run(200)));`;

/** How fast the servers' core is right now, in JSON round trips a millisecond: machines that are shared vary by the minute. */
export const calibrate = () =>
  Number(execFileSync(...commandOf(onCore(0, process.execPath, '-e', ROUND_TRIPS)), { encoding: 'utf8' }));

const commandOf = ([command, ...args]) => [command, args];

/** Seconds of processor that a process and what it started have had; undefined where that is not told. */
export function processorSeconds(pid) {
  const fields = told(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  if (!fields) return undefined;
  // its own, and those of children that have ended
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const children = told(`/proc/${pid}/task/${pid}/children`)?.match(/\d+/g) ?? [];
  return children.reduce((sum, child) => sum + (processorSeconds(child) ?? 0), ticks / TICKS_PER_SECOND);
}

/** Megabytes that a process holds; undefined where that is not told. */
export function residentMb(pid) {
  const [, kB] = /VmRSS:\s+(\d+)/.exec(told(`/proc/${pid}/status`) ?? '') ?? [];
  return kB && Math.round(Number(kB) / 1024);
}

function told(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

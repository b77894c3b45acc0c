import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const END_WITHIN_MS = 10_000;

/**
 * Waits for a server that an earlier owner of the data left behind, and ends it: two servers on the same files would
 * destroy them. A process of that number that does not name `dir` among its arguments is somebody else's and is left alone.
 */
export async function endLeftover(pid: number | undefined, dir: string): Promise<void> {
  if (pid === undefined) return;
  const giveUp = performance.now() + END_WITHIN_MS;
  for (let signal: NodeJS.Signals = 'SIGTERM'; (await commandOf(pid)).includes(dir); ) {
    try {
      process.kill(pid, 'SIGCONT');
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (performance.now() > giveUp) signal = 'SIGKILL';
    await sleep(50);
  }
}

/** The command line of a process; '' when there is none, or it has ended and only waits to be collected. */
async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

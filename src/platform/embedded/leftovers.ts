import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const END_WITHIN_MS = 10_000;

/**
 * Ends a server that a killed owner of the data left behind, and waits for it: two servers on the same files would
 * destroy them. A process that does not have `port` in its command line got that number later, and is left alone.
 */
export async function endLeftover({ pid, port }: { pid: number; port: number }): Promise<void> {
  const patience = performance.now() + END_WITHIN_MS;
  while ((await commandOf(pid)).includes(String(port))) {
    try {
      process.kill(pid, 'SIGCONT');
      process.kill(pid, performance.now() > patience ? 'SIGKILL' : 'SIGTERM');
    } catch {
      return; // it ended just now
    }
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

import { type ChildProcess, spawn } from 'node:child_process';

// Reads until its input closes, which the system does when the owner ends, however it ends. A stopped server is woken
// first, since it cannot take the request to end; what has not ended after 15 s is killed.
const SCRIPT = `
read -r _
kill -CONT "$1" 2>/dev/null || exit 0
kill -TERM "$1" 2>/dev/null || exit 0
n=0
while [ $n -lt 150 ]; do sleep 0.1; kill -0 "$1" 2>/dev/null || exit 0; n=$((n+1)); done
kill -KILL "$1" 2>/dev/null
`;

/**
 * Ends the process `pid` when this process is gone, even by kill -9. Costs a sleeping shell, not a second Node.
 * @returns what calls the watchdog off; call it once `pid` has ended, before its number can be given to another
 */
export function watch(pid: number): () => void {
  const shell: ChildProcess = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.unref();
  return () => void shell.kill('SIGKILL');
}

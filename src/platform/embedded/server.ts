import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { complaints } from './complaints.js';
import type { Log } from './log.js';
import { watch } from './watchdog.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A server that lived this long was well: the pauses begin anew. */
const WELL_AFTER_MS = 30_000;
const STOP_WITHIN_MS = 15_000;

export type Server = {
  /** Asks it to end, waits until it has, kills it after 15 s. Safe to call twice. */
  stop(): Promise<void>;
};

export type ServerOptions = {
  name: string;
  command: string;
  args: string[];
  /** The folder it runs in. */
  dir: string;
  /** Takes what the server prints; that of the start before is kept beside it as `….before`. */
  logFile: string;
  log: Log;
  /** Told the process id each time the server is started. */
  started(pid: number): void;
  /** Resolves when the server can be used; the signal aborts when it has ended before. */
  ready(ended: AbortSignal): Promise<void>;
};

/**
 * Starts a server process and keeps it running until `stop`: when it dies it is started again with the same arguments,
 * at first after 0.1 s, then with pauses up to 5 s, so that clients of its port reconnect by themselves.
 * @throws when it is not ready or ends before, with the last lines that it printed
 */
export async function keepRunning(options: ServerOptions): Promise<Server> {
  const { name, log, logFile } = options;
  const stopping = new AbortController();
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.before`);
  let run = startOnce(options);

  const stop = async () => {
    stopping.abort();
    run.end('SIGTERM');
    const ended = await Promise.race([run.gone, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    if (!ended) run.end('SIGKILL');
    await run.gone;
  };
  const keep = async () => {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const { how, livedMs } = await run.gone;
      if (stopping.signal.aborted) return;
      if (livedMs > WELL_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      log.warn({ server: name, how, pauseMs }, 'an embedded server ended and is started again');
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      run = startOnce(options);
    }
  };

  try {
    await options.ready(run.ended);
  } catch (cause) {
    await stop();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${name} did not start: ${why} ${logFile} says:\n${complaints(logFile)}`, { cause });
  }
  void keep();
  return { stop };
}

type Run = {
  /** Resolves when the process has ended: how, and after how long. */
  gone: Promise<{ how: string; livedMs: number }>;
  ended: AbortSignal;
  end(signal: 'SIGTERM' | 'SIGKILL'): void;
};

function startOnce({ name, command, args, dir, logFile, started }: ServerOptions): Run {
  const before = performance.now();
  const ended = new AbortController();
  const output = openSync(logFile, 'a');
  // A session of its own: Ctrl-C in a terminal reaches this process alone, which ends the servers when it is done.
  const child = spawn(command, args, { cwd: dir, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const callOff = guard(child, started);
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).then((how) => {
    callOff();
    ended.abort(new Error(`${name} ended (${how}).`));
    return { how, livedMs: performance.now() - before };
  });
  const end = (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill('SIGCONT'); // one that was stopped cannot take the other signal
    child.kill(signal);
  };
  return { gone, ended: ended.signal, end };
}

function guard(child: ChildProcess, started: (pid: number) => void): () => void {
  if (child.pid === undefined) return () => undefined; // it could not be started, and says so by its error
  const callOff = watch(child.pid);
  started(child.pid);
  return callOff;
}

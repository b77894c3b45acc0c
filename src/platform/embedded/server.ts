import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.js';
import { watch } from './watchdog.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A server that lived this long was well: the pauses begin anew. */
const WELL_AFTER_MS = 30_000;
const STOP_WITHIN_MS = 15_000;
const LOG_KEPT_BYTES = 10_000_000;

export type Server = {
  /** Asks it to end, waits until it has, kills it after 15 s. Safe to call twice. */
  stop(): Promise<void>;
};

type Options = {
  name: string;
  command: string;
  args: string[];
  /** Takes what the server prints; emptied at the start when it has grown over 10 MB. */
  logFile: string;
  log: Log;
  /** Told the process id of the server each time it is started. */
  started(pid: number): void;
  /** Resolves when the server can be used; its signal aborts when the server has ended before. */
  ready(signal: AbortSignal): Promise<void>;
};

/**
 * Starts a server process and keeps it running until `stop`: when it dies it is started again with the same arguments,
 * at first after 0.1 s, then with pauses up to 5 s, so that clients of its port reconnect by themselves.
 * It lives in a session of its own: Ctrl-C in a terminal reaches only this process, which then stops it in order.
 * @throws when it ends before it is ready, with the last lines that it printed
 */
export async function keepRunning(options: Options): Promise<Server> {
  const { name, log, logFile } = options;
  const stopping = new AbortController();
  let child: ChildProcess | undefined;

  const start = () => {
    const before = performance.now();
    const ended = new AbortController();
    const output = openSync(logFile, 'a');
    const server = spawn(options.command, options.args, { detached: true, stdio: ['ignore', output, output] });
    closeSync(output);
    child = server;
    const callOff = server.pid === undefined ? undefined : watch(server.pid);
    if (server.pid !== undefined) options.started(server.pid);
    const gone = new Promise<string>((resolve) => {
      server.once('error', (error) => resolve(error.message));
      server.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    }).then((how) => {
      callOff?.();
      ended.abort(new Error(`${name} ended (${how}).`));
      return { how, livedMs: performance.now() - before };
    });
    return { gone, ended: ended.signal };
  };

  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_KEPT_BYTES) closeSync(openSync(logFile, 'w'));
  let run = start();
  const stop = async () => {
    stopping.abort();
    child?.kill('SIGTERM');
    const ended = await Promise.race([run.gone, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    if (!ended) child?.kill('SIGKILL');
    await run.gone;
  };
  try {
    await options.ready(run.ended);
  } catch (cause) {
    await stop();
    throw new Error(`${name} did not start. The end of ${logFile}:\n${lastLines(logFile)}`, { cause });
  }

  const keep = async () => {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const { how, livedMs } = await run.gone;
      if (stopping.signal.aborted) return;
      pauseMs = livedMs > WELL_AFTER_MS ? FIRST_PAUSE_MS : Math.min(pauseMs, LONGEST_PAUSE_MS);
      log.warn({ server: name, how, pauseMs }, 'an embedded server ended and is started again');
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      pauseMs *= 2;
      run = start();
    }
  };
  void keep();
  return { stop };
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}

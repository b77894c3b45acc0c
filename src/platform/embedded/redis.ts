import { setTimeout as sleep } from 'node:timers/promises';
import { askPort } from './ports.js';

/** Every write is on disk before it is answered, nothing is evicted: carts and queues are data here, not a cache. */
export const redisArgs = (dir: string, port: number): string[] => [
  ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--daemonize', 'no'],
  ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--maxmemory-policy', 'noeviction'],
];

/** Waits for +PONG: while the file is read back a ping is answered too, with -LOADING. */
export async function redisReady(port: number, signal: AbortSignal): Promise<void> {
  while (!(await askPort(port, 'PING\r\n'))?.startsWith('+PONG')) {
    signal.throwIfAborted();
    await sleep(10);
  }
}

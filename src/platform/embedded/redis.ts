import { setTimeout as sleep } from 'node:timers/promises';
import { askPort } from './ports.js';

/**
 * Every write is on disk before it is answered, and nothing is evicted: carts and queues are data here, not a cache.
 * Its files go to the folder that it runs in.
 */
export const redisArgs = (port: number): string[] => [
  ...['--port', String(port), '--bind', '127.0.0.1', '--dir', '.', '--daemonize', 'no'],
  ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--maxmemory-policy', 'noeviction'],
];

export const redisUrl = (port: number): string => `redis://127.0.0.1:${port}`;

/** Waits for +PONG: while the files are read back a ping is answered too, with -LOADING. */
export async function redisReady(port: number, ended: AbortSignal): Promise<void> {
  while (!(await askPort(port, 'PING\r\n'))?.startsWith('+PONG')) {
    ended.throwIfAborted();
    await sleep(10);
  }
}

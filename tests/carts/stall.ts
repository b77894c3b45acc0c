import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A way to a Redis that can be made to stand still as a stopped process does (connections stay open, nothing is
 * answered), or to break down (connections are cut and refused).
 */
export async function aWayTo(url: string) {
  const { hostname, port, pathname } = new URL(url);
  const pairs = new Set<[Socket, Socket]>();
  let mode: 'open' | 'still' | 'broken' = 'open';

  const server = createServer((client) => {
    if (mode === 'broken') return void client.destroy();
    const redis = connect(Number(port), hostname);
    const pair: [Socket, Socket] = [client, redis];
    pairs.add(pair);
    for (const [from, to] of [pair, pair.toReversed()] as [Socket, Socket][]) {
      from.on('error', () => undefined);
      from.on('data', (bytes) => to.write(bytes));
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
      if (mode === 'still') from.pause();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cut = (): void => {
    for (const [client] of pairs) client.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the way has no port');

  return {
    url: `redis://127.0.0.1:${address.port}${pathname}`,
    standStill(): void {
      mode = 'still';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    goOn(): void {
      mode = 'open';
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    breakDown(): void {
      mode = 'broken';
      cut();
    },
  };
}

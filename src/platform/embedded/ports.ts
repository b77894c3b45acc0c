import net from 'node:net';

// Below the range that systems hand out for outgoing connections: a driver that keeps dialling a dead server's port
// could otherwise be given that very port as its own end, and the server could not come back to it.
const FIRST = 20_000;
const COUNT = 10_000;

/** A port of 127.0.0.1 that nothing listens on: `wanted` when it is free, so that addresses survive a restart. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await isFree(wanted))) return wanted;
  for (let tries = 0; tries < 100; tries++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${FIRST} and ${FIRST + COUNT - 1}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Opens a connection to 127.0.0.1, sends `question` and gives back the first bytes that come.
 * Without a question it gives '' as soon as the port answers.
 * @returns undefined when nobody listens, or nothing comes within `timeoutMs`
 */
export function askPort(port: number, question?: string, timeoutMs = 1000): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const end = (answer: string | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => end(undefined));
    socket.once('error', () => end(undefined));
    socket.once('close', () => end(undefined));
    socket.once('connect', () => (question === undefined ? end('') : socket.write(question)));
    socket.once('data', (data) => end(data.toString('latin1')));
  });
}

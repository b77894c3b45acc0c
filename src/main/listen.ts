import { createServer, type RequestListener, type Server } from 'node:http';
import type { Express } from 'express';
import { createExpressMessages } from '../platform/http/express-messages.js';

/** The open port, and what answers on it: first that we are starting, later the program. */
export type Listening = {
  port: number;
  /** @param app what `listener` leads to */
  answerWith(listener: RequestListener, app: Express): void;
  /** Takes no new connections, lets answers under way finish, and closes idle connections. */
  close(): Promise<void>;
};

const starting: RequestListener = (_req, res) => {
  res.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '1' }).end('Haat is starting.\n');
};

/** Answers that are not done by then are cut. */
const DRAIN_MS = 8000;
const IDLE_LOOK_MS = 50;

/**
 * Opens the port before anything else is started: a port in use is told at once, and with port 0 the address that the
 * links are made of is known.
 */
export async function listen(host: string, port: number): Promise<Listening> {
  let answer = starting;
  let isClosing = false;
  const messages = createExpressMessages();
  const server: Server = createServer(messages.options, (req, res) => {
    // a connection that is kept alive would bring one request after the other until it is cut in the middle of one
    if (isClosing) res.setHeader('Connection', 'close');
    answer(req, res);
  });
  server.keepAliveTimeout = 30_000;
  server.headersTimeout = 15_000;
  await new Promise<void>((opened, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(error.code === 'EADDRINUSE' ? new Error(`PORT: ${port} is in use. Choose another one, or 0.`) : error),
    );
    server.listen(port, host, opened);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    answerWith(listener, app) {
      messages.joinTo(app);
      answer = listener;
    },
    async close() {
      isClosing = true;
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      const closed = new Promise<void>((done) => server.close(() => done()));
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
      await closed;
      clearTimeout(cut);
      clearInterval(idle);
    },
  };
}

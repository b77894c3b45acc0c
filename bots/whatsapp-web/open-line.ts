import {
  type BinaryNode,
  isJidBroadcast,
  isJidGroup,
  isJidNewsletter,
  isJidStatusBroadcast,
  makeCacheableSignalKeyStore,
  makeWASocket,
  type proto,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from '../../src/platform/logger.js';
import type { LineEnd } from './after-line.js';
import type { AuthState } from './auth-state.js';
import { createBacklog } from './backlog.js';

const CONNECT_MS = 20_000;
/** A line on which nothing came for so long, and a little more, is dead, whatever the system says of it. */
export const KEEP_ALIVE_MS = 20_000;
const TURNED_AWAY = 503;
/** A line that was open for less may end as it began, and counts as none. */
const OPEN_MS = 30_000;

export type LineDeps = {
  auth: AuthState;
  /** Another server, for tests. */
  socketUrl: string | undefined;
  keepAliveMs: number;
  /** To be linked by a code, the number of the phone in E.164. */
  pair: string | undefined;
  getMessage(id: string): Promise<proto.IMessage | undefined>;
  logger: Logger;
  on: {
    qr(text: string): void;
    code(text: string): void;
    open(socket: WASocket): void;
    messages(messages: readonly proto.IWebMessageInfo[]): void;
    /** The server took a message, or refused it. */
    ack(id: string, error: string | undefined): void;
    /** A phone has it. */
    delivered(id: string, jid: string): void;
  };
};

/** Opens one line to WhatsApp, and resolves when it has ended, however that comes about. */
export function openLine(deps: LineDeps, signal: AbortSignal): Promise<LineEnd> {
  const { auth, socketUrl, keepAliveMs, pair, getMessage, logger, on } = deps;
  const itsLogger = loggerOf(logger);
  const socket = makeWASocket({
    auth: { creds: auth.creds, keys: makeCacheableSignalKeyStore(auth.keys, itsLogger) },
    ...(socketUrl !== undefined && { waWebSocketUrl: socketUrl }),
    logger: itsLogger,
    connectTimeoutMs: CONNECT_MS,
    keepAliveIntervalMs: keepAliveMs,
    // else the owner's phone stops telling of messages
    markOnlineOnConnect: false,
    // an echo of our own message would swallow its receipt when both come at once
    emitOwnEvents: false,
    // what was said before is between the owner and others; it would be waited for, and fetched by the library's own download
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    shouldIgnoreJid: (jid) =>
      Boolean(isJidGroup(jid) || isJidBroadcast(jid) || isJidNewsletter(jid) || isJidStatusBroadcast(jid)),
    getMessage: async ({ id }) => (id ? getMessage(id) : undefined),
  });
  let openedAt: number | undefined;
  let isWaiting = false;

  return new Promise((resolve) => {
    const end = (code: number | undefined): void => {
      signal.removeEventListener('abort', leave);
      const wasOpen = openedAt !== undefined && performance.now() - openedAt > OPEN_MS;
      auth.saved().then(
        () => resolve({ code, wasOpen, wasWaiting: isWaiting }),
        () => resolve({ code, wasOpen, wasWaiting: isWaiting }),
      );
    };
    const leave = (): void => void socket.end(undefined);
    signal.addEventListener('abort', leave, { once: true });

    const backlog = createBacklog(on.messages);
    socket.ev.on('creds.update', (changed) => {
      auth.update(changed).catch((error: unknown) => {
        // what could not be kept would be missing after a restart: better a new line than that
        logger.error({ err: error }, 'the link could not be kept');
        socket.end(undefined);
      });
    });
    socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
      if (qr !== undefined) {
        const isFirst = !isWaiting;
        isWaiting = true;
        on.qr(qr);
        if (pair !== undefined && isFirst) {
          socket.requestPairingCode(pair.replace(/\D/g, '')).then(on.code, (error: unknown) => {
            logger.warn({ err: error }, 'WhatsApp gave no code');
          });
        }
      }
      if (connection === 'open') {
        openedAt = performance.now();
        isWaiting = false;
        on.open(socket);
      }
      if (connection === 'close') {
        backlog.release();
        end(statusOf(lastDisconnect?.error));
      }
    });
    socket.ws.on('CB:message', backlog.comes);
    socket.ws.on('CB:ib,,offline', backlog.ends);
    socket.ev.on('messages.upsert', ({ messages }) => backlog.take(messages));
    socket.ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) {
        if (key.id && key.remoteJid && (update.status ?? 0) >= 3) on.delivered(key.id, key.remoteJid);
      }
    });
    // something in front of WhatsApp answers in its place: the library waits for a line that never comes
    socket.ws.on('unexpected-response', () => {
      end(TURNED_AWAY);
      leave();
    });
    socket.ws.on('CB:ack,class:message', ({ attrs: { id, error } }: BinaryNode) => {
      if (id) on.ack(id, error);
    });
  });
}

const statusOf = (error: unknown): number | undefined => {
  const output = error instanceof Error && 'output' in error ? error.output : undefined;
  const status = typeof output === 'object' && output && 'statusCode' in output ? output.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
};

/** What the library says, without what it holds at that moment: keys are among it. */
function loggerOf(logger: Logger) {
  const say = (_about: unknown, words?: string): void => {
    if (words) logger.debug({}, `baileys: ${words}`);
  };
  const silent = (): void => undefined;
  const own = { level: 'warn', child: () => own, trace: silent, debug: silent, info: silent, warn: say, error: say };
  return own;
}

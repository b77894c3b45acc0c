import {
  DEFAULT_CONNECTION_CONFIG,
  makeWASocket,
  type proto,
  type WAMessage,
  type WAMessageUpdate,
  type WASocket,
} from '@whiskeysockets/baileys';
import { isNobody } from './addresses.js';
import type { AuthState } from './auth-state.js';
import type { BaileysLogger } from './baileys-logger.js';

/** What one connection tells of. */
export type Hears = {
  /** WhatsApp waits for a phone that scans this; a new one comes every 20 to 60 s. */
  qr(qr: string, socket: WASocket): void;
  opened(socket: WASocket): void;
  messages(messages: readonly WAMessage[]): void;
  updates(updates: readonly WAMessageUpdate[]): void;
  /** WhatsApp has a message of ours, or refuses it with a code. */
  acknowledged(id: string, error: string | undefined): void;
};

export type ConnectDeps = {
  auth: Pick<AuthState, 'creds' | 'keys' | 'saveCreds'>;
  /** Another server than WhatsApp's own. */
  socketUrl: string | undefined;
  /** How often WhatsApp is asked whether it is still there, in ms. */
  keepAliveMs: number;
  hears: Hears;
  /** A message of ours that somebody could not read is asked for again. */
  getMessage(id: string): proto.IMessage | undefined;
  signal: AbortSignal;
  logger: BaileysLogger;
};

/** What is made of an end without a code: the line was lost. */
const LOST = 408;
/** Something in front of WhatsApp answered in its place, whatever it said. */
const REFUSED = 503;

/**
 * One connection to WhatsApp, until it ends for whatever reason. A line that looks open while nobody answers on it is
 * ended here: the library waits for a farewell that never comes.
 * @returns the code it ended with
 */
export function connect(deps: ConnectDeps): Promise<number> {
  const { auth, socketUrl, keepAliveMs, hears, getMessage, signal, logger } = deps;
  const socket = makeWASocket({
    auth: { creds: auth.creds, keys: auth.keys },
    logger,
    waWebSocketUrl: socketUrl ?? DEFAULT_CONNECTION_CONFIG.waWebSocketUrl,
    keepAliveIntervalMs: keepAliveMs,
    // else the owner's phone stops telling her of messages
    markOnlineOnConnect: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    // what is nobody's word to us is not even decrypted
    shouldIgnoreJid: isNobody,
    emitOwnEvents: false,
    getMessage: async ({ id }) => (id ? getMessage(id) : undefined),
    // the store itself waits for a database that is away
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
  });

  return new Promise((resolve) => {
    let heardAt = performance.now();
    const watchdog = setInterval(() => {
      if (performance.now() - heardAt > 2.25 * keepAliveMs) end(LOST);
    }, keepAliveMs / 4);
    const onAbort = (): void => end(LOST);

    function end(code: number): void {
      clearInterval(watchdog);
      signal.removeEventListener('abort', onAbort);
      socket.ev.removeAllListeners('messages.upsert');
      socket.ev.removeAllListeners('messages.update');
      // it ends its own timers, and closes politely; whoever does not answer is cut off
      Promise.resolve(socket.end(undefined)).catch(() => undefined);
      cut(socket);
      resolve(code);
    }

    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return end(LOST);
    socket.ws.on('frame', () => {
      heardAt = performance.now();
    });
    socket.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => {
      if (attrs.id) hears.acknowledged(attrs.id, attrs.error);
    });
    // the library waits for ever where the server does not even begin
    socket.ws.on('unexpected-response', () => end(REFUSED));
    socket.ws.on('error', () => end(LOST));
    socket.ev.on('creds.update', () => void auth.saveCreds().catch(() => undefined));
    socket.ev.on('messages.upsert', ({ messages }) => hears.messages(messages));
    socket.ev.on('messages.update', (updates) => hears.updates(updates));
    socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr) hears.qr(qr, socket);
      if (connection === 'open') hears.opened(socket);
      if (connection === 'close') end(codeOf(lastDisconnect?.error));
    });
  });
}

/** Baileys names the reason as the status of an HTTP error. */
function codeOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('output' in error)) return LOST;
  const { output } = error;
  const code = typeof output === 'object' && output !== null && 'statusCode' in output ? output.statusCode : undefined;
  return typeof code === 'number' ? code : LOST;
}

const FAREWELL_MS = 1000;

/** The socket below, which the library does not show: a dead one would keep the process from ending for 30 s. */
function cut({ ws }: WASocket): void {
  const below: unknown = Reflect.get(ws, 'socket');
  if (typeof below !== 'object' || below === null || !('terminate' in below)) return;
  const { terminate } = below;
  if (typeof terminate === 'function') setTimeout(() => terminate.call(below), FAREWELL_MS).unref();
}

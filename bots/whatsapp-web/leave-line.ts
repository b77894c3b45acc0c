import type { WASocket } from '@whiskeysockets/baileys';

const FAREWELL_MS = 1000;

/** Ends a line politely, and cuts it when the other side does not take leave: the library waits 30 s for that. */
export function leaveLine(socket: WASocket): void {
  Promise.resolve(socket.end(undefined)).catch(() => undefined);
  // it may have been waiting already; one that is closed is not harmed
  setTimeout(() => below(socket)?.terminate(), FAREWELL_MS).unref();
}

/** The socket below, which the library does not name in its types. */
function below({ ws }: WASocket): { terminate(): void } | undefined {
  const found: unknown = Reflect.get(ws, 'socket');
  const terminate: unknown = typeof found === 'object' && found ? Reflect.get(found, 'terminate') : undefined;
  return typeof terminate === 'function' ? { terminate: () => terminate.call(found) } : undefined;
}

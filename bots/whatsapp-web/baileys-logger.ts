import type { Logger } from '../../src/platform/logger.js';

/** What Baileys takes for a logger. */
export type BaileysLogger = {
  level: string;
  child(of: Record<string, unknown>): BaileysLogger;
} & Record<'trace' | 'debug' | 'info' | 'warn' | 'error', (about: unknown, message?: string) => void>;

const nothing = (): void => undefined;

/**
 * What Baileys warns of, in words alone: the objects beside them hold keys, numbers and what people wrote. Its errors are
 * most often those of one message, which is asked for again, so they are warnings here.
 */
export function quietLogger(logger: Logger): BaileysLogger {
  const warn = (about: unknown, message?: string): void => {
    const words = typeof about === 'string' ? about : message;
    if (!words || EXPECTED.test(words)) return;
    logger.warn({ from: 'baileys', ...reasonIn(about) }, words.slice(0, 200));
  };
  const quiet: BaileysLogger = {
    level: 'warn',
    child: () => quiet,
    ...{ trace: nothing, debug: nothing, info: nothing, warn, error: warn },
  };
  return quiet;
}

/** We want no history, since reading it is downloading what others chose; how connections end is told by ourselves. */
const EXPECTED = /DISABLING ALL SYNC|^stream errored out|keep alive|failed to send initial passive iq/;

function reasonIn(about: unknown): { reason?: string } {
  if (typeof about !== 'object' || about === null) return {};
  const { err, error } = about as { err?: unknown; error?: unknown };
  const fault = err ?? error;
  return fault instanceof Error ? { reason: fault.message.replace(/[\d]{5,}(?=[:@.])/g, '…').slice(0, 200) } : {};
}

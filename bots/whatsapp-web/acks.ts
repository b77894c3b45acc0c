import type { WAMessageUpdate } from '@whiskeysockets/baileys';
import type { Logger } from '../../src/platform/logger.js';
import { SendFault } from '../conversation/channel.js';

/** What a messenger tells of a message after it took it; `platformId` is its id there. */
export type TakeReceipt = (
  contactId: string,
  receipt: { platformId: string; state: 'delivered' | 'failed'; reason?: string },
) => Promise<void>;

/** WhatsApp says within a moment that it has a message. */
const ACK_MS = 20_000;
/** Messages whose reader may still tell something of them. */
const MOST_KNOWN = 5000;
/** `WebMessageInfo.Status`: 2 the server has it, 3 a device, 4 it is read; 0 is an error. */
const SERVER_HAS_IT = 2;
const ERROR = 0;

type Waiting = { resolve(): void; reject(fault: SendFault): void };

export type Acks = ReturnType<typeof createAcks>;

/**
 * What becomes of our messages. One that was handed to the library is on its way and no further: it counts as sent once
 * WhatsApp has it, and as delivered from then on. What WhatsApp refuses (463: it takes no messages to this address) is
 * final: trying again makes it worse.
 */
export function createAcks({ receipt, logger }: { receipt: TakeReceipt; logger: Logger }) {
  const waiting = new Map<string, Waiting>();
  const readers = new Map<string, string>();
  const settled = new Set<string>();

  function know(id: string, contactId: string): void {
    readers.delete(id);
    readers.set(id, contactId);
    const [oldest] = readers.keys();
    if (readers.size <= MOST_KNOWN || oldest === undefined) return;
    readers.delete(oldest);
    settled.delete(oldest);
  }

  function tell(id: string, state: 'delivered' | 'failed', reason?: string): void {
    const contactId = readers.get(id);
    const key = `${id}.${state}`;
    if (contactId === undefined || settled.has(key)) return;
    settled.add(key);
    receipt(contactId, { platformId: id, state, ...(reason && { reason }) }).catch((error: unknown) => {
      settled.delete(key);
      logger.warn({ err: error }, 'what became of a message could not be kept');
    });
  }

  function arrived(id: string): void {
    waiting.get(id)?.resolve();
    tell(id, 'delivered');
  }

  function refused(id: string, code: string | undefined): void {
    const reason = `WhatsApp refuses it${code ? ` with ${code}` : ''}`;
    waiting.get(id)?.reject(new SendFault('final', reason));
    tell(id, 'failed', reason);
  }

  return {
    /** Sends, and waits until WhatsApp has the message. @throws SendFault */
    async carry(id: string, contactId: string, send: () => Promise<unknown>): Promise<void> {
      know(id, contactId);
      const acknowledged = new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new SendFault('later', 'WhatsApp says nothing of the message')), ACK_MS);
        const ended =
          <Args extends unknown[]>(end: (...args: Args) => void) =>
          (...args: Args): void => {
            clearTimeout(late);
            waiting.delete(id);
            end(...args);
          };
        waiting.set(id, { resolve: ended(resolve), reject: ended(reject) });
      });
      acknowledged.catch(() => undefined);
      try {
        await send();
      } catch (error) {
        waiting.get(id)?.reject(new SendFault('later', `the message could not be handed over: ${wordsOf(error)}`));
      }
      await acknowledged;
    },

    /** The server's own answer. */
    acknowledged(id: string, error: string | undefined): void {
      if (error === undefined) arrived(id);
      else refused(id, error);
    },

    /** What readers and the server tell later on. */
    updated(updates: readonly WAMessageUpdate[]): void {
      for (const { key, update } of updates) {
        const { status } = update;
        if (!key.id || !key.fromMe || typeof status !== 'number') continue;
        if (status >= SERVER_HAS_IT) arrived(key.id);
        else if (status === ERROR) refused(key.id, String(update.messageStubParameters?.[0] ?? '') || undefined);
      }
    },

    /** The line is lost: what was on it may or may not have arrived, and goes out once more under the same id. */
    lost(): void {
      for (const { reject } of [...waiting.values()]) reject(new SendFault('later', 'the line to WhatsApp was lost'));
    },
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 120) : 'no reason');

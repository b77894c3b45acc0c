import { SendFault } from '../conversation/channel.js';

/** The server says at once what it took. */
const PATIENCE_MS = 10_000;

export type Acks = ReturnType<typeof createAcks>;

/** Waits for the server's word on each message: written to the line is not taken. */
export function createAcks(patienceMs = PATIENCE_MS) {
  const waiting = new Map<string, { taken(): void; failed(fault: SendFault): void }>();
  return {
    /**
     * Sends a message, and resolves when the server took it. How long handing it over took (a picture on a slow line) is
     * no part of the server's patience.
     * @throws SendFault `final` when it was refused, `later` when nothing was said; and what `send` throws
     */
    async carry(id: string, send: () => Promise<unknown>): Promise<void> {
      let late: NodeJS.Timeout | undefined;
      const taken = new Promise<void>((resolve, reject) => {
        waiting.set(id, { taken: resolve, failed: reject });
      });
      // whatever goes wrong first is told
      taken.catch(() => undefined);
      try {
        await send();
        late = setTimeout(
          () => waiting.get(id)?.failed(new SendFault('later', 'WhatsApp did not say that it took it')),
          patienceMs,
        );
        await taken;
      } finally {
        clearTimeout(late);
        waiting.delete(id);
      }
    },
    /** @param error a number, such as 463: this account may not write to this person first */
    ack(id: string, error: string | undefined): void {
      const one = waiting.get(id);
      if (error === undefined) one?.taken();
      else one?.failed(new SendFault('final', `WhatsApp refused it (${error})`));
    },
    /** The line is gone: nothing more will be said on it. */
    closed(): void {
      for (const { failed } of [...waiting.values()]) failed(new SendFault('later', 'the line to WhatsApp broke'));
    },
  };
}

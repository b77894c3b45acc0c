import { SendFault } from '../conversation/channel.js';

/** The server says at once what it took. */
const PATIENCE_MS = 10_000;

export type Acks = ReturnType<typeof createAcks>;

/** Waits for the server's word on each message: written to the line is not taken. */
export function createAcks(patienceMs = PATIENCE_MS) {
  const waiting = new Map<string, { taken(): void; failed(fault: SendFault): void }>();
  return {
    /** Resolves when the server took it. @throws SendFault `final` when it was refused, `later` when nothing was said */
    of(id: string): Promise<void> {
      return new Promise((resolve, reject) => {
        const late = setTimeout(
          () => failed(new SendFault('later', 'WhatsApp did not say that it took it')),
          patienceMs,
        );
        const failed = (fault: SendFault): void => {
          clearTimeout(late);
          waiting.delete(id);
          reject(fault);
        };
        const taken = (): void => {
          clearTimeout(late);
          waiting.delete(id);
          resolve();
        };
        waiting.set(id, { taken, failed });
      });
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

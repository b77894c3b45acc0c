import type { Changes, Found } from './telegram/changes.js';

const PATIENCE_MS = 15_000;

/** How a person on WhatsApp waits for what the shop says, whichever way the shop is on it. */
export function createHearing<Sent extends { n: number; text: string }>(chat: {
  changes: Changes;
  /** What was said to this person, oldest first. */
  messages(): Sent[];
  transcript(): string;
}) {
  const { changes, messages, transcript } = chat;
  let heard = 0;
  const waitFor = <T>(look: () => T, withinMs = PATIENCE_MS): Promise<Found<T>> =>
    changes.until(look, withinMs, transcript);

  return {
    waitFor,
    last: (): Sent | undefined => messages().at(-1),
    /** The next message, after the last one that was heard, whose text `is` matches. */
    async hears(is: string | RegExp, withinMs = PATIENCE_MS): Promise<Sent> {
      const fits = ({ text, n }: Sent): boolean =>
        n > heard && (typeof is === 'string' ? text.includes(is) : is.test(text));
      const message = await waitFor(() => messages().find(fits), withinMs);
      heard = message.n;
      return message;
    },
  };
}

/** The words that a link of ours has ready on WhatsApp, for its payload. */
export const wordsOfLink = (payload: string): string =>
  payload === '' ? 'start' : payload.startsWith('s_') ? `shop ${payload.slice(2)}` : `Hello! ${payload}`;

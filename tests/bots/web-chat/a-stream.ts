import { onTestFinished } from 'vitest';
import type { aVisitor } from './a-web-chat.js';

export type StreamEvent = { event: string; id?: string; data: unknown };

/** An open `GET /chat/stream`, read event by event as a browser does. */
export async function aStream(
  visitor: Pick<Awaited<ReturnType<typeof aVisitor>>, 'call'>,
  { after = '', lastEventId }: { after?: string; lastEventId?: string } = {},
) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const answer = await visitor.call(`/chat/stream?after=${after}`, {
    signal: abort.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';

  async function block(): Promise<string | undefined> {
    for (;;) {
      const end = buffer.indexOf('\n\n');
      if (end >= 0) {
        const one = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        return one;
      }
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return undefined;
      buffer += value;
    }
  }

  return {
    answer,
    close: () => abort.abort(),
    /** The next event; undefined once the server ended the stream. */
    async next(): Promise<StreamEvent | undefined> {
      for (;;) {
        const text = await block();
        if (text === undefined) return undefined;
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(text)?.[1];
        const event = field('event');
        const id = field('id');
        if (event) return { event, ...(id && { id }), data: JSON.parse(field('data') || 'null') };
      }
    },
  };
}

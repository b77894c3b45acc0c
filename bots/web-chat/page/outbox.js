import { shrink } from './photos.js';
import { setting, t } from './words.js';

const PATIENCE = { text: 20000, photo: 180000 };
const TRIES = 3;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sends what the person wrote, one after another, so that it arrives in its order. Each message keeps its id over all
 * tries: the server takes it once. `onStatus(message, status, reason)` tells `waiting`, `sent`, `failed`, `refused`.
 */
export function createOutbox({ kept, onStatus }) {
  let queue = [];
  let busy = false;
  let stopped = false;
  let timer;

  async function flush() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    stopped = false;
    let tries = 0;
    while (queue.length > 0) {
      const message = queue[0];
      onStatus(message, 'waiting');
      const { status, reason, afterMs } = await post(await readied(message));
      if (status === 'slower') {
        await pause(afterMs);
        continue;
      }
      if (status === 'again') {
        tries += 1;
        if (navigator.onLine === false) break;
        if (tries < TRIES) {
          await pause(500 * 2 ** tries);
          continue;
        }
        stopped = true;
        for (const waiting of queue) onStatus(waiting, 'failed');
        break;
      }
      tries = 0;
      queue.shift();
      onStatus(message, status, reason);
      await kept.remove(message.messageId);
    }
    busy = false;
    // nobody may come to tap: a line that is back without saying so is found out
    if (queue.length > 0) timer = setTimeout(flush, stopped ? 30000 : 5000);
  }

  return {
    async send(message) {
      queue.push(message);
      onStatus(message, 'waiting');
      // a promise cannot be kept; a photo is kept as it was picked, and shrunk anew by a later visit
      const { ready, ...plain } = message;
      // kept before it is tried, but a storage that hangs must not hold up the message
      await Promise.race([kept.put(plain), pause(300)]);
      await flush();
    },
    /** What an earlier visit left behind. */
    resume(messages) {
      queue = messages.filter(({ messageId }) => !queue.some((m) => m.messageId === messageId)).concat(queue);
      return flush();
    },
    flush,
    waiting: () => queue.length,
  };
}

/** The message with its photo as it is worth sending; for every try the same. */
async function readied(message) {
  if (!message.photo) return message;
  message.ready ||= shrink(message.photo);
  return { ...message, photo: await message.ready };
}

/**
 * One try. `again` when the same message may go through later, `slower` when the server asks for a pause, `refused`
 * with the reason when it never will.
 */
async function post(message) {
  if (message.photo?.size > setting.photoBytes) return { status: 'refused', reason: t('photoTooBig') };
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), message.photo || message.file ? PATIENCE.photo : PATIENCE.text);
  try {
    const answer = await fetch('/chat/messages', {
      method: 'POST',
      credentials: 'same-origin',
      signal: patience.signal,
      ...body(message),
    });
    if (answer.ok) return { status: 'sent' };
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get('Retry-After')) || 2;
      return { status: 'slower', afterMs: Math.min(seconds, 60) * 1000 };
    }
    if (answer.status === 408 || answer.status >= 500) return { status: 'again' };
    const problem = await answer.json().catch(() => ({}));
    return { status: 'refused', reason: problem.detail || t('refusedUnknown') };
  } catch {
    return { status: 'again' };
  } finally {
    clearTimeout(timer);
  }
}

function body({ messageId, text, choice, start, photo, file, fileName }) {
  if (!photo && !file) {
    const fields = choice === undefined ? { messageId, text, start } : { messageId, choice };
    return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(fields) };
  }
  const form = new FormData();
  form.append('messageId', messageId);
  if (text) form.append('text', text);
  if (photo) form.append('photo', photo, 'photo.jpg');
  else form.append('file', file, fileName || 'file');
  return { body: form };
}

import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 90_000;
const MOMENT_MS = 50;

/**
 * Asks the same again while nobody answers or Haat says that it cannot just now (503), as a page or an app does.
 * Anything else is the answer, and one of 500 and more is Haat's fault.
 * @param later what else says that it should be later
 */
export async function patiently(ask: () => Promise<Response>, later?: number): Promise<Response> {
  const giveUp = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    const isLater = !answer || answer.status === 503 || answer.status === later;
    if (!isLater && answer.status < 500) return answer;
    const text = await answer?.text().catch(() => 'an answer that was cut off');
    if (!isLater) throw new Error(`Haat broke: ${answer.status} ${text}`);
    if (performance.now() > giveUp) throw new Error(`Nobody answers. The last was: ${text ?? 'nothing'}`);
    await pause(MOMENT_MS);
  }
}

/** The same words so often within so long are a program's; numbers and short words are a person's who taps along. */
const MOST_EQUAL = 6;
const EQUAL_WITHIN_MS = 10 * 60_000;
const SHORT = 12;
/** Nobody types so much for so long. */
const MOST_AT_ALL = 30;
const ALL_WITHIN_MS = 3 * 60_000;
/** Chats that are watched at a time. */
const MOST_CHATS = 2000;

type Heard = { atMs: number; text: string };

/**
 * Whether what somebody wrote, oldest first, is a program's that answers us, as we answer it: the same sentence again and
 * again, or more than a person can type.
 */
export function isLoop(heard: readonly Heard[], nowMs: number): boolean {
  const last = heard.at(-1);
  if (!last) return false;
  const lately = (withinMs: number) => heard.filter(({ atMs }) => nowMs - atMs <= withinMs);
  if (lately(ALL_WITHIN_MS).length >= MOST_AT_ALL) return true;
  if (last.text.length < SHORT) return false;
  return lately(EQUAL_WITHIN_MS).filter(({ text }) => text === last.text).length >= MOST_EQUAL;
}

/** Watches the chats for programs. Photos are no sign of one: people send thirty at once. */
export function createLoops() {
  const chats = new Map<string, Heard[]>();
  return {
    /** @returns whether this is one message too many */
    hears(address: string, text: string, nowMs: number): boolean {
      const heard = [...(chats.get(address) ?? []), { atMs: nowMs, text: text.trim().toLowerCase() }].slice(
        -MOST_AT_ALL,
      );
      chats.delete(address);
      if (isLoop(heard, nowMs)) return true;
      chats.set(address, heard);
      const [oldest] = chats.keys();
      if (chats.size > MOST_CHATS && oldest !== undefined) chats.delete(oldest);
      return false;
    },
  };
}

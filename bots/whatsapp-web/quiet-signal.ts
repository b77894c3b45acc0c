/** What the library of the Signal protocol prints, with the keys of a session behind it. */
const ITS_WORDS =
  /^(Clos|Open|Remov)ing |^Session |^Failed to decrypt|^Decrypted message with|^Migrating session|^V1 session|^WARNING: Expected pubkey|^Unhandled bucket/;

const quiet = new WeakSet<object>();

/** Keeps session keys out of the output of the process: that library prints them, and knows no way to be told not to. */
export function quietSignal(
  spoken: Pick<typeof globalThis.console, 'info' | 'warn' | 'error'> = globalThis.console,
): void {
  if (quiet.has(spoken)) return;
  quiet.add(spoken);
  for (const name of ['info', 'warn', 'error'] as const) {
    const print = spoken[name].bind(spoken);
    spoken[name] = (...words: unknown[]) => {
      if (typeof words[0] !== 'string' || !ITS_WORDS.test(words[0])) print(...words);
    };
  }
}

/** What libsignal tells the console: sessions with their keys, and errors that Baileys tells, too. */
const TOLD = new RegExp(
  `^(${[
    ...['Closing (open )?session', 'Opening session', 'Removing old closed session', 'Session already'],
    ...['Decrypted message with closed', 'Failed to decrypt message', 'Session error', 'Migrating session'],
    ...['V1 session storage', 'Unhandled bucket type'],
  ].join('|')})`,
);
const METHODS = ['info', 'warn', 'error', 'log'] as const;

let isSilent = false;

/** Keeps the keys that libsignal prints out of the console; what everybody else says there goes on as before. */
export function silenceLibsignal(): void {
  if (isSilent) return;
  isSilent = true;
  const { console: all } = globalThis;
  for (const method of METHODS) {
    const say = all[method].bind(all);
    all[method] = (...said: unknown[]) => {
      if (typeof said[0] !== 'string' || !TOLD.test(said[0])) say(...said);
    };
  }
}

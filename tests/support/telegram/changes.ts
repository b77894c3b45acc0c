type Falsy = false | 0 | '' | null | undefined;

/** What `look` gave when it was neither false, 0, empty, null nor undefined. */
export type Found<T> = Exclude<T, Falsy>;

export type Changes = ReturnType<typeof createChanges>;

/** Lets tests wait for a state: every change of the fake looks again at what is waited for, so nothing polls. */
export function createChanges() {
  const waits = new Set<{ look(): void; fail(error: Error): void }>();
  return {
    /** Something is different now. */
    tell(): void {
      for (const { look } of [...waits]) look();
    },
    /**
     * Settles as soon as `look` finds something, at once when it is there already.
     * Rejects after `withinMs`, when `look` throws, and when the fake stops; the error has what `describe` says then.
     */
    until<T>(look: () => T, withinMs: number, describe: () => string): Promise<Found<T>> {
      return new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(deadline);
          waits.delete(wait);
        };
        const fail = (error: Error) => {
          end();
          reject(error);
        };
        const wait = {
          fail,
          look() {
            try {
              const found = look();
              if (!isFound(found)) return;
              end();
              resolve(found);
            } catch (error) {
              fail(error instanceof Error ? error : new Error(String(error)));
            }
          },
        };
        const late = () => fail(new Error(`it did not happen within ${withinMs} ms:\n${describe()}`));
        const deadline = setTimeout(late, withinMs);
        waits.add(wait);
        wait.look();
      });
    },
    stop(): void {
      for (const { fail } of [...waits]) fail(new Error('the fake of Telegram was stopped'));
    },
  };
}

const isFound = <T>(value: T): value is Found<T> => Boolean(value);

export type Deferred = { promise: Promise<void>; resolve(): void };

/** A promise that is resolved from outside. */
export function deferred(): Deferred {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

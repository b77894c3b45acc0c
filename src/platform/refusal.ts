/** One field of a refused input; `path` is dotted, as in `lines.0.qty`. */
export type FieldError = { path: string; message: string };

/**
 * Something a person asked for that cannot be done, and that the person can mend. It is told to them: `code` is the
 * key of its sentence under `refusals.` in the locales and the `code` of the HTTP problem, `params` fills the slots of
 * the sentence. Everything else that is thrown is a bug or a fault and is logged once, at the edge.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';

  /**
   * @param code snake_case, a key under `refusals.` in the locales
   * @param status the HTTP status: 400 unreadable, 401, 403, 404, 409 state, 413, 415, 422 rule, 429, 503
   * @param params slots of the sentence
   * @param errors the fields at fault, when there are some
   */
  constructor(
    readonly code: string,
    readonly status: number,
    readonly params: Readonly<Record<string, string | number>> = {},
    readonly errors: readonly FieldError[] = [],
  ) {
    super(code);
  }

  /** What a program needs to go on, merged into the problem document (the new cart of a `cart_changed`). */
  get extra(): Record<string, unknown> {
    return {};
  }
}

/** The usual answer for what does not exist, or exists for somebody else. */
export const notFound = (what: string): Refusal => new Refusal(`no_${what}`, 404);

/** A part that is needed cannot be reached just now; the same request may go through later. */
export const unavailable = (): Refusal => new Refusal('unavailable', 503);

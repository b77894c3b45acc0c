import type { z } from 'zod';
import type { ReadyAnswer } from '../../platform/http/ready-answers.js';
import type { Once } from '../../platform/once.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Whose token a route asks for. */
export type Auth = 'seller' | 'customer' | 'either';
export type Seller = { audience: 'seller'; accountId: string };
export type Buyer = { audience: 'customer'; customerId: string };
type CallerOf<W> = W extends 'seller'
  ? Seller
  : W extends 'customer'
    ? Buyer
    : W extends 'either'
      ? Seller | Buyer
      : null;

/** A body that is a picture, as `answers` name it. */
export const PNG = 'image/png';

/** The body of each status that is no problem; `null` for a status without one. */
export type Answers = Readonly<Record<number, z.ZodType | typeof PNG | null>>;

/** The same body as a form brings it, all of it text, and one file beside it. */
export type Form<B = unknown> = {
  /** The one field that carries a file. */
  file: string;
  body: z.ZodType<B>;
};

/** A file that is all of a body: its bytes as they are, or in the one field of a form. */
export type Upload = {
  field: string;
  /** Content types of the bare bytes; the first is the one that is documented. */
  types: readonly [string, ...string[]];
  mostBytes: number;
};

/** What a route takes and answers; served, and told in the OpenAPI document. */
export type RouteSpec<
  P = unknown,
  Q = unknown,
  B = unknown,
  A extends Answers = Answers,
  W extends Auth | undefined = Auth | undefined,
  I extends 'required' | 'accepted' | undefined = 'required' | 'accepted' | undefined,
> = {
  /** The operationId. */
  id: string;
  method: Method;
  /** As OpenAPI writes it: `/stores/{storeId}`. */
  path: string;
  tag: string;
  summary: string;
  auth?: W;
  /** A value that does not fit is answered 404: what cannot be an id is nobody's. */
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** When given, the body may come as multipart/form-data, too. */
  form?: Form<B>;
  /** When given, the body is a file and nothing else, and comes as `file`. */
  upload?: Upload;
  /** Whether an `Idempotency-Key` must come, or may. */
  idempotent?: I;
  answers: A;
  /** The type of what is streamed in place of JSON; see `streamed`. */
  streams?: string;
  /** Codes of problems besides those that follow from the rest, by status. */
  refuses?: Readonly<Record<number, readonly string[]>>;
  /** `proof` for what could be used to guess codes or to bother people. */
  limit?: 'proof';
};

export type Asked<
  P = unknown,
  Q = unknown,
  B = unknown,
  W = Auth | undefined,
  I = 'required' | 'accepted' | undefined,
> = {
  params: P;
  query: Q;
  body: B;
  caller: CallerOf<W>;
  /** The file of a form, or of an `upload`. */
  file: Buffer | undefined;
  once: I extends 'required' ? Once : Once | undefined;
  /** The best of our languages for the client, when it names one. */
  language: string | undefined;
  /** Of the client, as far as it is known: not proved, and shared by many. */
  address: string;
  header(name: string): string | undefined;
  /** Runs what takes long by its nature while the deadline stands still. */
  unhurried<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * `bytes` is a JSON text that was made before, or of the `type` that is named; `stream` what is written as fast as the
 * client takes it.
 */
export type Answer = {
  status: number;
  body?: unknown;
  bytes?: Buffer | undefined;
  type?: 'application/json' | typeof PNG;
  stream?: AsyncIterable<Buffer>;
  headers?: Readonly<Record<string, string>>;
  /** The same for all who ask the same, so that the next need not be asked about here. */
  ready?: ReadyAnswer;
};

type Headers = { headers?: Readonly<Record<string, string>>; ready?: ReadyAnswer };

type AnswerOf<A extends Answers> =
  | {
      [S in keyof A & number]: Headers & { status: S } & (A[S] extends z.ZodType ? { body: z.input<A[S]> } : unknown);
    }[keyof A & number]
  | (Headers & { status: keyof A & number; bytes: Buffer; type?: typeof PNG })
  | (Headers & { status: keyof A & number; stream: AsyncIterable<Buffer> });

export type Route = { spec: RouteSpec; handle(asked: Asked): Promise<Answer> };

/** Ties what a route takes and answers to the one verb it calls; both sides are checked by the compiler. */
export function route<
  P,
  Q,
  B,
  A extends Answers,
  W extends Auth | undefined = undefined,
  I extends 'required' | 'accepted' | undefined = undefined,
>(
  spec: RouteSpec<P, Q, B, A, W, I>,
  handler: (asked: Asked<P, Q, B, W, I>) => Promise<AnswerOf<A>>,
): { spec: RouteSpec<P, Q, B, A, W, I>; handle(asked: Asked<P, Q, B, W, I>): Promise<Answer> } {
  return { spec, handle: handler };
}

/** An answer with a body that is sent as JSON. */
export const answer = <S extends number, B>(status: S, body: B, headers: Record<string, string> = {}) => ({
  status,
  body,
  headers,
});

/** An answer without a body. */
export const bare = <S extends number>(status: S, headers: Record<string, string> = {}) => ({ status, headers });

/** An answer whose JSON was made before. */
export const premade = <S extends number>(status: S, bytes: Buffer, headers: Record<string, string>) => ({
  status,
  bytes,
  headers,
});

/** An answer that is a picture. */
export const picture = <S extends number>(status: S, bytes: Buffer, headers: Record<string, string>) => ({
  status,
  bytes,
  type: PNG,
  headers,
});

/** An answer that is written chunk by chunk, of the type that the route `streams`. */
export const streamed = <S extends number>(
  status: S,
  stream: AsyncIterable<Buffer>,
  headers: Record<string, string>,
) => ({ status, stream, headers });

import { STATUS_CODES } from 'node:http';
import { MulterError } from 'multer';
import { ZodError } from 'zod';
import { isMongoDown } from '../mongo.js';
import { type FieldError, Refusal, unavailable } from '../refusal.js';
import type { T } from '../texts.js';
import { fieldErrors } from './field-errors.js';

/** A problem document of RFC 9457; `code` is the same in every language, `detail` is what a person reads. */
export type Problem = {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: readonly FieldError[];
  requestId: string;
};

/**
 * The status and the document that tell of `error`. A Refusal is told as it is; what the parsers of Express, multer and
 * zod throw is somebody's unreadable input (4xx); a MongoDB that cannot be reached is 503; all else is a bug, and
 * nothing of it gets out (500 `broken`).
 */
export function problemOf(
  error: unknown,
  t: T,
  requestId: string,
): { status: number; body: Problem & Record<string, unknown> } {
  const { code, status, params, errors, extra } = asRefusal(error) ?? new Refusal('broken', 500);
  return {
    status,
    body: {
      ...extra,
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Unknown',
      status,
      detail: t(`refusals.${code}`, params),
      code,
      ...(errors.length > 0 ? { errors } : {}),
      requestId,
    },
  };
}

/** The Refusal that `error` is or stands for; undefined for a bug, which is to be logged by whoever asks. */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof ZodError) return new Refusal('bad_request', 422, {}, fieldErrors(error));
  if (error instanceof MulterError) return ofMulter(error);
  if (isMongoDown(error)) return unavailable();
  if (!(error instanceof Error)) return undefined;
  const status = statusOf(error);
  if (status === 413) return new Refusal('too_large', 413);
  if (status === 415) return new Refusal('wrong_type', 415);
  if (status === 416) return new Refusal('unreadable', 416);
  if (status >= 400 && status < 500) return new Refusal('unreadable', 400);
  // busboy tells of a broken multipart body by the message alone
  return /^(Unexpected end of form|Malformed |Multipart: Boundary)/.test(error.message)
    ? new Refusal('unreadable', 400)
    : undefined;
}

/** Too many bytes are 413; a field that is not asked for, or too many of them, are 422. */
function ofMulter({ code, field = '' }: MulterError): Refusal {
  if (code === 'LIMIT_FILE_SIZE' || code === 'LIMIT_FIELD_VALUE') return new Refusal('too_large', 413);
  if (code === 'LIMIT_UNEXPECTED_FILE')
    return new Refusal('bad_request', 422, {}, [{ path: field, message: 'unknown field' }]);
  return new Refusal('unreadable', 400);
}

/** The status that the parsers of Express put on their errors; 0 where there is none. */
function statusOf(error: Error): number {
  const status: unknown = 'status' in error ? error.status : 0;
  // decodeURIComponent of a path says it with its class
  if (error instanceof URIError) return 400;
  return typeof status === 'number' ? status : 0;
}

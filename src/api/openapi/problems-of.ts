import { codeOfParam } from '../edge/path-params.js';
import type { RouteSpec } from '../edge/route.js';

/** The codes a call may be refused with, by status: what follows from its spec, and what it names itself. */
export function problemsOf(spec: RouteSpec): Map<number, string[]> {
  const problems = new Map<number, string[]>();
  const add = (status: number, ...codes: string[]): void => {
    problems.set(status, [...new Set([...(problems.get(status) ?? []), ...codes])]);
  };
  if (spec.auth) add(401, 'bad_token');
  if (spec.auth && spec.auth !== 'either') add(403, 'wrong_side');
  for (const [, name] of spec.path.matchAll(/\{(\w+)\}/g)) add(404, codeOfParam(name));
  if (spec.query) add(422, 'bad_request');
  if (spec.body) {
    add(400, 'unreadable');
    add(413, 'too_large', ...(spec.form ? ['photo_too_big'] : []));
    add(415, 'wrong_type', ...(spec.form ? ['photo_unreadable'] : []));
    add(422, 'bad_request', ...(spec.form ? ['photo_too_many_pixels', 'photo_unreadable'] : []));
  }
  if (spec.upload) {
    add(400, 'unreadable');
    add(413, 'file_too_big');
    add(415, 'wrong_type');
    add(422, 'bad_request');
  }
  if (spec.idempotent === 'required') add(400, 'idempotency_key_missing');
  if (spec.idempotent) {
    add(400, 'idempotency_key_bad');
    add(422, 'idempotency_key_reused');
  }
  for (const [status, codes] of Object.entries(spec.refuses ?? {})) add(Number(status), ...codes);
  add(429, 'too_many_requests');
  add(500, 'broken');
  add(503, 'unavailable');
  return new Map([...problems].sort(([one], [other]) => one - other));
}

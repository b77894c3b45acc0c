import { type FieldError, Refusal } from '../../platform/refusal.js';

/** Our deepest body is a cart in an order: body, cart, lines, line, image. */
const DEEPEST = 12;

/**
 * What no field of ours can mean, wherever it stands: nesting that would exhaust whoever walks it, a NUL or half a
 * character in a text (no database or page keeps those), and names that reach for an object's prototype.
 * @throws Refusal `unreadable` (400) or `bad_request` (422, with the paths)
 */
export function checkPlainData(data: unknown): void {
  const errors: FieldError[] = [];
  let level: { path: string; value: unknown }[] = [{ path: '', value: data }];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new Refusal('unreadable', 400);
    level = level.flatMap(({ path, value }) => {
      if (typeof value === 'string' && !isText(value)) errors.push({ path, message: 'should be text' });
      if (!value || typeof value !== 'object') return [];
      return Object.entries(value).map(([key, part]) => {
        const inner = path ? `${path}.${key}` : key;
        if (key === '__proto__' || !isText(key)) errors.push({ path: nameable(inner), message: 'unknown field' });
        return { path: inner, value: part };
      });
    });
  }
  if (errors.length > 0) throw new Refusal('bad_request', 422, {}, errors.slice(0, 20));
}

const isText = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

const nameable = (path: string): string => path.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);

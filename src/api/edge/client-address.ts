import { isIP } from 'node:net';
import type { Request } from 'express';

/**
 * Whom to count for: the client's address, of IPv6 the first half, since a household has all of the second. What stands
 * in `X-Forwarded-For` is no address before it was looked at.
 */
export function clientAddress(req: Request): string {
  // without the header there is no proxy to be asked about
  const told = req.headers['x-forwarded-for'] === undefined ? undefined : req.ip;
  const address = told && isIP(told) ? told : (req.socket.remoteAddress ?? '');
  if (isIP(address) !== 6 || address.includes('.')) return address.replace(/^::ffff:/i, '');
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const gap = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...gap, ...tail].slice(0, 4).join(':');
}

import { z } from 'zod';

/** Names and addresses of this machine, as `URL` writes them. */
export const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Plain http carries tokens in the open, so it is taken on this machine only. */
export const SafeUrl = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = new URL(text);
  return url.protocol === 'https:' || LOOPBACK.has(url.hostname);
}, 'should begin with https:// (plain http only for a loopback address)');

import type { Request } from 'express';

/** The cookie of that name as the browser sent it; undefined where there is none. */
export function readCookie(req: Pick<Request, 'headers'>, name: string): string | undefined {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [known, value = ''] = pair.trim().split('=');
    if (known === name) return value;
  }
  return undefined;
}

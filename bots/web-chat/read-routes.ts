import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import { notFound } from '../../src/platform/refusal.js';
import { keyOfUrl } from './private-media.js';
import type { SaidTo } from './said-to.js';
import type { Sessions } from './session.js';

/** The id of a message, as `after` and `before` take it; empty means from the beginning. */
export const MessageId = z.string().regex(/^([0-9a-f]{24}\.\d{10})?$/, 'should be the id of a message');

const Query = z.strictObject({
  after: MessageId.default(''),
  /** For a page that shows the end first: `end`, or the id of the oldest message it has. */
  before: z.union([z.literal('end'), MessageId]).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** `GET /chat/messages`: what was said, oldest first. `nextCursor` is the `after` (or `before`) of the next page, if any. */
export const readMessages =
  ({ sessions, saidTo }: { sessions: Sessions; saidTo: SaidTo }): RequestHandler =>
  async (req, res) => {
    const { address } = sessions.need(req);
    const { after, before, limit } = Query.parse(req.query);
    const whose = await saidTo.whose(address);
    res.set('Cache-Control', 'no-store');
    if (before === undefined) {
      const found = await saidTo.after(address, whose, after, limit + 1);
      const items = found.slice(0, limit);
      return void res.json({ items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null });
    }
    const found = await saidTo.before(address, whose, before === 'end' ? '' : before, limit + 1);
    const items = found.slice(-limit);
    res.json({ items, nextCursor: found.length > limit ? (items[0]?.id ?? null) : null });
  };

/** `GET /chat/media/…`: a photo for the person who sent it, or a file for whom it was made, and nobody else. */
export const readMedia =
  ({ sessions, saidTo, media }: { sessions: Sessions; saidTo: SaidTo; media: MediaStorage }): RequestHandler =>
  async (req: Request<{ contactId?: string; file?: string }>, res) => {
    const { contactId = '', file = '' } = req.params;
    const whose = await saidTo.whose(sessions.need(req).address);
    const isFile = /^[0-9a-f]{40}\.csv$/.test(file);
    const isTheirs = whose?.contactId === contactId && (isFile || /^[0-9a-f]{40}\.(jpg|png|webp|heic)$/.test(file));
    const found = isTheirs ? await media.get(keyOfUrl(contactId, file)) : undefined;
    if (!found) throw notFound(isTheirs && isFile ? 'file' : 'media');
    res.set({
      'Content-Type': found.contentType,
      'Content-Length': String(found.bytes),
      'Cache-Control': isFile ? 'private, no-store' : 'private, max-age=31536000, immutable',
      // bytes of a stranger under our name: shown as a picture, or not at all
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
      ...(isFile && { 'Content-Disposition': 'attachment' }),
    });
    await pipeline(found.stream, res);
  };

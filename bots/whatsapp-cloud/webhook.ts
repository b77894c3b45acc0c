import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import express, { Router } from 'express';
import { withDeadline } from '../../src/platform/http/deadline.js';
import type { Logger } from '../../src/platform/logger.js';
import { Refusal } from '../../src/platform/refusal.js';
import { Body } from './shapes.js';

const PATH = '/webhooks/whatsapp';
/** "Payloads can be up to 3 MB" (Webhooks of the Graph API). */
const MOST_BYTES = 3 * 1024 * 1024;
/** Meta gives up soon, and sends again for days. */
const DEADLINE_MS = 8000;
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Where Meta comes in: the handshake, and what it posts, signed over the raw bytes. It is told 200 once everything is
 * safe; what cannot be read today cannot be read when it comes again, so that is logged and confirmed, too.
 * @param take resolves once the value of a change is safe
 */
export function createWebhook(deps: {
  appSecret: string;
  verifyToken: string;
  take(value: unknown): Promise<void>;
  logger: Logger;
}): Router {
  const { appSecret, verifyToken, take, logger } = deps;
  const router = Router();

  router.get(PATH, (req, res) => {
    const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = req.query;
    const isMeta = mode === 'subscribe' && typeof token === 'string' && isSame(token, verifyToken);
    if (!isMeta || typeof challenge !== 'string') throw new Refusal('not_from_meta', 403);
    res.type('text/plain').send(challenge);
  });

  const raw = express.raw({ type: () => true, limit: MOST_BYTES });
  router.post(PATH, withDeadline(DEADLINE_MS), raw, async (req, res) => {
    const bytes: Buffer = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const signed = SIGNATURE.exec(req.get('x-hub-signature-256') ?? '')?.[1] ?? '';
    const ours = createHmac('sha256', appSecret).update(bytes).digest();
    if (signed === '' || !timingSafeEqual(ours, Buffer.from(signed, 'hex'))) throw new Refusal('not_from_meta', 403);
    const body = Body.safeParse(jsonIn(bytes));
    if (!body.success) logger.warn({ err: body.error }, 'Meta posted something that cannot be read');
    const changes = body.data?.entry.flatMap((entry) => entry.changes) ?? [];
    for (const { field, value } of changes) if (field === 'messages') await take(value);
    res.sendStatus(200);
  });
  return router;
}

/** In constant time, whatever the lengths. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Request, type Response, Router } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import QRCode from 'qrcode';
import { languageOf } from '../platform/http/problem-handler.js';
import { sameOriginOnly } from '../platform/http/same-origin.js';
import { packageRoot } from '../platform/package-root.js';
import type { Texts } from '../platform/texts.js';
import type { Reader } from './layout.js';
import { type Guesses, operatorOnly } from './operator-only.js';
import { type ChannelState, type FailedDelivery, StatePage } from './state-page.js';
import { type LinkNow, WhatsAppPage } from './whatsapp-page.js';

const CSS = '/admin/admin.css';
const FAILED = 50;

export type AdminDeps = {
  password: string;
  texts: Texts;
  defaultLanguage: string;
  publicUrl: string;
  guesses: Guesses;
  channels(): readonly ChannelState[];
  deliveries: {
    /** The newest that did not arrive. */
    failed(limit: number): Promise<FailedDelivery[]>;
    /** @returns false when there is none, or it arrived after all */
    sendAgain(id: string): Promise<boolean>;
  };
  link: { now(): Promise<LinkNow>; again(): Promise<void> };
};

/** The operator's pages under `/admin`: the channels, messages that did not arrive, and the link to a phone. */
export function createAdmin(deps: AdminDeps): Router {
  const { password, texts, defaultLanguage, publicUrl, guesses, channels, deliveries, link } = deps;
  const css = readFileSync(join(packageRoot, 'src', 'admin', 'page', 'admin.css'), 'utf8');

  function readerOf(req: Request): Reader {
    const language = languageOf(req, texts.languages) ?? defaultLanguage;
    const format = new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    return { t: texts.t(language), language, when: (at) => format.format(at) };
  }
  const send = (res: Response, page: VNode): void =>
    void res
      .type('html')
      .set('Vary', 'Accept-Language')
      .send(`<!doctype html>${renderToString(page)}`);

  const router = Router();
  router.get('/admin.css', (_req, res) => void res.type('css').send(css));
  router.use(operatorOnly(password, guesses));
  router.use(sameOriginOnly(publicUrl), express.urlencoded({ extended: false, limit: '4kb' }));

  router.get('/', async (req, res) => {
    const reader = readerOf(req);
    const notice = req.query.again === undefined ? undefined : reader.t('admin.sentAgain');
    const failed = await deliveries.failed(FAILED);
    send(res, StatePage({ reader, css: CSS, channels: channels(), failed, notice }));
  });
  router.post('/deliveries/again', async (req, res) => {
    const { id } = (req.body ?? {}) as { id?: unknown };
    const isSent = typeof id === 'string' && (await deliveries.sendAgain(id));
    res.redirect(303, isSent ? '/admin?again' : '/admin');
  });
  router.get('/whatsapp', async (req, res) => {
    const now = await link.now();
    const picture = now.qr ? await QRCode.toDataURL(now.qr, { width: 264, margin: 1 }) : undefined;
    send(res, WhatsAppPage({ reader: readerOf(req), css: CSS, link: now, picture }));
  });
  router.post('/whatsapp/again', async (_req, res) => {
    await link.again();
    res.redirect(303, '/admin/whatsapp');
  });
  return router;
}

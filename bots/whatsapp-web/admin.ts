import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import { toDataURL } from 'qrcode';
import { languageOf } from '../../src/platform/http/problem-handler.js';
import { sameOriginOnly } from '../../src/platform/http/same-origin.js';
import type { Db } from '../../src/platform/mongo.js';
import { packageRoot } from '../../src/platform/package-root.js';
import { isRightToLeft, type T, type Texts } from '../../src/platform/texts.js';
import { defineLink, type Link } from './model.js';

const PATH = '/admin/whatsapp';
const LOOK_AGAIN_SECONDS = 5;
const STOPPED: ReadonlySet<string> = new Set(['loggedOut', 'forbidden', 'replaced']);

export type AdminDeps = {
  db: Db;
  texts: Pick<Texts, 't' | 'languages'>;
  /** Of the user `admin`; without one there is no such page. */
  password: string | undefined;
  publicUrl: string;
  language: string;
  /** Whoever guesses passwords is slowed down. */
  rateLimit: RequestHandler;
};

/** The operator's page of the link: what to scan or to type, how it is, and a button that links again. */
export function createAdmin({ db, texts, password, publicUrl, language, rateLimit }: AdminDeps): Router {
  const router = Router();
  if (password === undefined) return router;
  const links = defineLink(db);
  const style = readFileSync(join(packageRoot, 'bots', 'whatsapp-web', 'page', 'link.css'), 'utf8');

  const isAdmin: RequestHandler = (req, res, next) => {
    if (isRight(req.headers.authorization, password)) return next();
    rateLimit(req, res, (error?: unknown) => {
      if (error) return next(error);
      res.set('WWW-Authenticate', 'Basic realm="Haat", charset="UTF-8"').status(401).type('text').send('401\n');
    });
  };

  router.get(`${PATH}/link.css`, (_req, res) => void res.type('css').send(style));

  router.get(PATH, isAdmin, async (req, res) => {
    const spoken = languageOf(req, texts.languages) ?? language;
    const link = await links.findById('link').lean<Link>();
    const html = await page(link, texts.t(spoken), spoken);
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin' }).type('html').send(html);
  });

  router.post(PATH, isAdmin, sameOriginOnly(publicUrl), async (_req, res) => {
    await links.updateOne({ _id: 'link' }, { $inc: { asked: 1 }, $setOnInsert: { epoch: 0 } }, { upsert: true });
    res.redirect(303, PATH);
  });
  return router;
}

/** Compared in constant time, whatever their lengths. */
function isRight(authorization: string | undefined, password: string): boolean {
  const [, given = ''] = /^Basic ([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(Buffer.from(given, 'base64').toString('utf8')), digest(`admin:${password}`));
}

async function page(link: Link | null, t: T, language: string): Promise<string> {
  const { at = 'connecting', qr, code, number } = link ?? {};
  const parts = [
    `<p role="status" data-state="${escaped(at)}">${escaped(t(`link.at.${at}`, { number: number ?? '' }))}</p>`,
  ];
  if (code) {
    const typed = code.match(/.{1,4}/g)?.join('-') ?? code;
    parts.push(
      `<p>${escaped(t('link.howCode'))}</p>`,
      `<p class="code" data-code="${escaped(code)}">${escaped(typed)}</p>`,
    );
  } else if (qr) {
    const picture = await toDataURL(qr, { margin: 2, scale: 6, errorCorrectionLevel: 'L' });
    const label = escaped(t('link.how'));
    parts.push(`<p>${label}</p>`, `<img src="${picture}" alt="${label}" data-qr="${escaped(qr)}">`);
  }
  if (STOPPED.has(at)) {
    parts.push(`<form method="post" action="${PATH}"><button>${escaped(t('link.do.again'))}</button></form>`);
  }
  parts.push(`<p class="aside">${escaped(t('link.risk'))}</p>`);
  const title = escaped(t('link.title'));
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${isRightToLeft(language) ? 'rtl' : 'ltr'}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta http-equiv="refresh" content="${LOOK_AGAIN_SECONDS}">
    <title>${title}</title>
    <link rel="stylesheet" href="${PATH}/link.css">
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      ${parts.join('\n      ')}
    </main>
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

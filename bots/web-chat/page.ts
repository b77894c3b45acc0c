import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';
import { languageOf } from '../../src/platform/http/problem-handler.js';
import { packageRoot } from '../../src/platform/package-root.js';
import { notFound } from '../../src/platform/refusal.js';
import { isRightToLeft, type Texts } from '../../src/platform/texts.js';
import { wordsOfPage } from './page-words.js';
import type { Sessions } from './session.js';
import { FILE_BYTES, PHOTO_BYTES } from './sizes.js';

const FOLDER = join(packageRoot, 'bots', 'web-chat', 'page');
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing runs or is loaded but what is ours: a message could say anything. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page at `/chat` and the files it is made of, read once at the start. */
export function createPage({ texts, sessions, language }: { texts: Texts; sessions: Sessions; language: string }) {
  const template = readFileSync(join(FOLDER, 'index.html'), 'utf8');
  const files = readAssets();
  const version = hash(Buffer.concat([...files.values()].map(({ bytes }) => bytes))).slice(0, 12);
  const assets = `/chat/assets/${version}`;
  const preloads = [...files.keys()]
    .filter((name) => name.endsWith('.js') && name !== 'chat.js')
    .map((name) => `<link rel="modulepreload" href="${assets}/${name}">`)
    .join('\n    ');

  const page: RequestHandler = (req, res) => {
    sessions.begin(req, res);
    const spoken = languageOf(req, texts.languages) ?? language;
    const words = wordsOfPage(texts.t(spoken));
    const dir = isRightToLeft(spoken) ? 'rtl' : 'ltr';
    const setting = { language: spoken, dir, words, photoBytes: PHOTO_BYTES, fileBytes: FILE_BYTES };
    const slots: Record<string, string> = { ...words, assets };
    const html = template
      .replace('lang="en" dir="ltr"', `lang="${escaped(spoken)}" dir="${dir}"`)
      .replace('<!--preloads-->', preloads)
      // inside of a script element only `</script` and `<!--` could end it early
      .replace('"[[setting]]"', () => JSON.stringify(setting).replace(/</g, '\\u003c'))
      .replace(/\[\[(\w+)\]\]/g, (_all, key: string) => escaped(slots[key] ?? ''));
    res.set({
      'Content-Security-Policy': POLICY,
      'Cache-Control': 'private, no-cache',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      Vary: 'Accept-Language, Cookie',
    });
    res.type('html').send(html);
  };

  /** Files of this version never change; a page that was opened before an update gets what there is now. */
  const asset: RequestHandler = (req, res) => {
    const file = files.get(String(req.params.file));
    if (!file) throw notFound('media');
    res.set({
      'Content-Type': file.contentType,
      'Cache-Control': req.params.version === version ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: file.etag,
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
    });
    // not req.fresh: programs that ask with an ETag often say no-cache besides
    if (req.get('if-none-match')?.includes(file.etag)) return void res.status(304).end();
    const zipped = req.acceptsEncodings('gzip') === 'gzip';
    if (zipped) res.set('Content-Encoding', 'gzip');
    res.end(zipped ? file.zipped : file.bytes);
  };

  return { page, asset };
}

type Asset = { bytes: Buffer; zipped: Buffer; contentType: string; etag: string };

function readAssets(): Map<string, Asset> {
  const names = readdirSync(FOLDER).filter((name) => TYPES[extname(name)] !== undefined);
  return new Map(
    names.sort().map((name) => {
      const bytes = readFileSync(join(FOLDER, name));
      const contentType = TYPES[extname(name)] ?? '';
      return [name, { bytes, zipped: gzipSync(bytes), contentType, etag: `"${hash(bytes).slice(0, 20)}"` }];
    }),
  );
}

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

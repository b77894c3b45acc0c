import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { packageRoot } from '../platform/package-root.js';
import { notFound } from '../platform/refusal.js';
import { encode, encodingFor } from './encodings.js';
import { createPageCache } from './page-cache.js';

const FOLDER = join(packageRoot, 'src', 'storefront', 'page');

/** Of these the one style sheet is made, in this order. */
const STYLES = [
  'tokens.css',
  'shop.css',
  'header.css',
  'cards.css',
  'add.css',
  'product.css',
  'order.css',
  'words.css',
];

export type Assets = {
  /** Names what pages are made of: our code, styles and words. It changes with each of them. */
  version: string;
  /** The address of an asset of this version. */
  url(name: 'shop.css' | 'shop.js' | 'mark.svg'): string;
  /** Answers `/assets/:version/:file`. */
  serve: RequestHandler;
};

/** The files that the pages load, read once at the start. */
export function createAssets(): Assets {
  const styles = Buffer.concat(STYLES.map((name) => readFileSync(join(FOLDER, name))));
  const script = readFileSync(join(FOLDER, 'shop.js'));
  const mark = readFileSync(join(FOLDER, 'mark.svg'));
  const files: Readonly<Record<string, { bytes: Buffer; type: string }>> = {
    'shop.css': { bytes: styles, type: 'text/css; charset=utf-8' },
    'shop.js': { bytes: script, type: 'text/javascript; charset=utf-8' },
    'mark.svg': { bytes: mark, type: 'image/svg+xml' },
  };
  const packed = createPageCache();
  const version = hash([
    styles,
    script,
    mark,
    ...filesOf(import.meta.dirname),
    ...filesOf(join(packageRoot, 'locales')),
  ]);

  return {
    version,
    url: (name) => `/s/assets/${version}/${name}`,
    async serve(req, res) {
      const name = String(req.params.file);
      const file = Object.hasOwn(files, name) ? files[name] : undefined;
      if (!file) throw notFound('page');
      const encoding = encodingFor(req);
      const body = await packed.get(`${name} ${encoding}`, () => encode(file.bytes, encoding, 11));
      res.set({
        'Content-Type': file.type,
        // a page that was opened before an update gets what there is now, and only for now
        'Cache-Control': req.params.version === version ? 'public, max-age=31536000, immutable' : 'no-cache',
        'X-Content-Type-Options': 'nosniff',
        Vary: 'Accept-Encoding',
        ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
      });
      res.end(body);
    },
  };
}

const filesOf = (folder: string): Buffer[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name)));

function hash(files: readonly Buffer[]): string {
  const sum = createHash('sha256');
  for (const bytes of files) sum.update(bytes);
  return sum.digest('hex').slice(0, 12);
}

import type { Assets } from './assets.js';
import { type Html, html } from './html.js';
import { layout } from './layout.js';
import type { Reader } from './reader.js';

/** A page of one sentence and one way on, for when there is no shop to show. */
export const wordsPage = (page: {
  sentence: string;
  way: { href: string; label: string };
  reader: Reader;
  assets: Pick<Assets, 'url'>;
}): Html =>
  layout({
    title: page.reader.t('storefront.haat'),
    assets: page.assets,
    reader: page.reader,
    unlisted: true,
    body: html`<main class="words">
<img src="${page.assets.url('mark.svg')}" alt="" width="64" height="64">
<h1>${page.sentence}</h1>
<a class="way" href="${page.way.href}">${page.way.label}</a>
</main>`,
  });

import type { Assets } from './assets.js';
import { Layout } from './layout.js';
import type { Reader } from './reader.js';

export type WordsPage = {
  sentence: string;
  way: { href: string; label: string };
  reader: Reader;
  assets: Pick<Assets, 'url'>;
};

/** A page of one sentence and one way on, for when there is no shop to show. */
export const WordsPage = ({ sentence, way, reader, assets }: WordsPage) => (
  <Layout title={reader.t('storefront.haat')} assets={assets} reader={reader} unlisted>
    <main class="words">
      <img src={assets.url('mark.svg')} alt="" width="64" height="64" />
      <h1>{sentence}</h1>
      <a class="way" href={way.href}>
        {way.label}
      </a>
    </main>
  </Layout>
);

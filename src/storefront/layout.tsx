import type { ComponentChildren, VNode } from 'preact';
import type { Assets } from './assets.js';
import type { Reader } from './reader.js';
import { type SchemaOrg, schemaText } from './schema-org.js';

/** How a page is told of elsewhere: in a status, a message, a search engine. */
export type Preview = {
  title: string;
  description: string;
  /** Its own address, from outside. */
  url: string;
  /** The address of a picture. */
  image?: string | undefined;
};

export type Layout = {
  title: string;
  assets: Pick<Assets, 'url'>;
  reader: Reader;
  preview?: Preview;
  /** Not to be found by search engines. */
  unlisted?: boolean;
  /** What a search engine reads of it. */
  data?: SchemaOrg;
  /** More of the head: what a page alone needs. */
  head?: ComponentChildren;
  children: ComponentChildren;
};

/** The frame of every page a buyer opens. */
export const Layout = ({ title, assets, reader, preview, unlisted, data, head, children }: Layout): VNode => (
  <html lang={reader.language} dir={reader.dir}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <title>{title}</title>
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" media="(prefers-color-scheme: light)" content="#FFFAF2" />
      <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#17130F" />
      <meta name="format-detection" content="telephone=no" />
      <link rel="icon" type="image/svg+xml" href={assets.url('mark.svg')} />
      <link rel="stylesheet" href={assets.url('shop.css')} />
      <script type="module" src={assets.url('shop.js')} />
      {unlisted && <meta name="robots" content="noindex" />}
      {preview && <PreviewTags {...preview} />}
      {data && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: schemaText(data) }} />}
      {head}
    </head>
    <body>{children}</body>
  </html>
);

const PreviewTags = ({ title, description, url, image }: Preview) => (
  <>
    <link rel="canonical" href={url} />
    <meta name="description" content={description} />
    <meta property="og:type" content="website" />
    <meta property="og:title" content={title} />
    <meta property="og:description" content={description} />
    <meta property="og:url" content={url} />
    {image !== undefined && <meta property="og:image" content={image} />}
    <meta name="twitter:card" content={image === undefined ? 'summary' : 'summary_large_image'} />
  </>
);

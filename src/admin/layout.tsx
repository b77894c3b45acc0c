import type { ComponentChildren } from 'preact';
import { isRightToLeft, type T } from '../platform/texts.js';

/** Who reads a page, and how. */
export type Reader = { t: T; language: string; when(at: Date): string };

/** The frame of the operator's pages. @param refreshSeconds after which the page looks again by itself */
export const Layout = (props: {
  reader: Reader;
  title: string;
  css: string;
  refreshSeconds?: number;
  children: ComponentChildren;
}) => {
  const { reader, title, css, refreshSeconds, children } = props;
  const { t, language } = reader;
  return (
    <html lang={language} dir={isRightToLeft(language) ? 'rtl' : 'ltr'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {refreshSeconds !== undefined && <meta http-equiv="refresh" content={String(refreshSeconds)} />}
        <title>{title}</title>
        <link rel="stylesheet" href={css} />
      </head>
      <body>
        <main>
          <nav>
            <a href="/admin">{t('admin.title')}</a> <a href="/admin/whatsapp">{t('admin.whatsapp.title')}</a>
          </nav>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
};

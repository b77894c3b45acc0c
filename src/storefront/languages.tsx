import type { RequestHandler } from 'express';
import { ownName } from '../platform/language-tag.js';
import type { Texts } from '../platform/texts.js';
import { goBack } from './change-cart.js';
import type { ShopContext } from './context.js';
import { languagePath } from './paths.js';
import { LANGUAGE_COOKIE } from './reader.js';

const YEAR_MS = 365 * 86_400_000;

/** The other languages that the page could speak, each by its own name. */
export function Languages({ context }: { context: ShopContext }) {
  const { store, reader, here } = context;
  if (reader.others.length === 0) return null;
  return (
    <footer class="languages">
      <form method="post" action={languagePath(store.link)}>
        <input type="hidden" name="back" value={here} />
        {reader.others.map((code) => (
          <button type="submit" name="language" value={code} lang={code} key={code}>
            {ownName(code)}
          </button>
        ))}
      </form>
    </footer>
  );
}

/** `POST /s/{link}/language`: the visitor chose one; it is kept for a year. */
export const chooseLanguage =
  (deps: { texts: Pick<Texts, 'languages'>; secure: boolean }): RequestHandler<{ link: string }> =>
  (req, res) => {
    const { language, back } = req.body ?? {};
    const known = deps.texts.languages.find((code) => code === language);
    if (known !== undefined) {
      res.cookie(LANGUAGE_COOKIE, known, {
        ...{ httpOnly: true, sameSite: 'lax', secure: deps.secure, path: '/s', maxAge: YEAR_MS },
      });
    }
    goBack(res, req.params.link, typeof back === 'string' ? back : undefined);
  };

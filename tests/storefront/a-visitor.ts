import type { aStorefront } from './a-storefront.js';
import { words } from './a-storefront.js';

type Storefront = Awaited<ReturnType<typeof aStorefront>>;

export type Visitor = ReturnType<typeof aVisitor>;

const plain = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const attribute = (tag: string, name: string): string | undefined => {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? undefined : plain(value);
};

/** One form of a page: where it goes, what it holds, and its buttons in their order. */
export function formsIn(page: string) {
  return [...page.matchAll(/<form(?:[^>"]|"[^"]*")*>.*?<\/form>/gs)].map(([markup]) => {
    const tag = /<form(?:[^>"]|"[^"]*")*>/.exec(markup)?.[0] ?? '';
    const fields: Record<string, string> = {};
    for (const [input] of markup.matchAll(/<input(?:[^>"]|"[^"]*")*>/g)) {
      const name = attribute(input, 'name');
      if (name && (attribute(input, 'type') !== 'radio' || /\schecked/.test(input))) {
        fields[name] = attribute(input, 'value') ?? '';
      }
    }
    for (const [, area = '', value = ''] of markup.matchAll(/(<textarea(?:[^>"]|"[^"]*")*>)(.*?)<\/textarea>/gs)) {
      fields[attribute(area, 'name') ?? ''] = plain(value).replace(/^\n/, '');
    }
    const buttons = [...markup.matchAll(/(<button(?:[^>"]|"[^"]*")*>)(.*?)<\/button>/gs)].map(
      ([, button = '', inside = '']) => ({
        label: attribute(button, 'aria-label') ?? words(inside),
        name: attribute(button, 'name'),
        value: attribute(button, 'value') ?? '',
      }),
    );
    return { action: attribute(tag, 'action') ?? '', fields, buttons };
  });
}

/** Somebody with a browser that runs no script: keeps cookies, follows redirects, and sends the forms it sees. */
export function aVisitor({ url }: Pick<Storefront, 'url'>) {
  const cookies = new Map<string, string>();
  let at = '';
  let page = '';
  let status = 0;

  async function go(path: string, init: { method?: string; body?: URLSearchParams } = {}): Promise<string> {
    const answer = await fetch(url + path, {
      ...init,
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next) {
      await answer.body?.cancel();
      return go(next.replace(/#.*/, ''));
    }
    [at, page, status] = [path, await answer.text(), answer.status];
    return words(page);
  }

  /** @param label of the button; without it the first one of the form is pressed, as the key Enter does */
  async function sends(form: ReturnType<typeof formsIn>[number], filled: Record<string, string>, label?: string) {
    const button = label === undefined ? form.buttons[0] : form.buttons.find((one) => one.label === label);
    if (!button) throw new Error(`there is no button ${label}`);
    const body = new URLSearchParams({ ...form.fields, ...filled });
    if (button.name) body.set(button.name, button.value);
    return go(form.action, { method: 'POST', body });
  }

  return {
    opens: (path: string) => go(path),
    /** Presses a button by what it says. */
    presses(label: string, filled: Record<string, string> = {}) {
      const form = formsIn(page).find(({ buttons }) => buttons.some((button) => button.label === label));
      if (!form) throw new Error(`no button ${label} at ${at}: ${words(page)}`);
      return sends(form, filled, label);
    },
    /** Fills the form that has these fields, and presses its first button. */
    fills(filled: Record<string, string>) {
      const form = formsIn(page).find(({ fields }) => Object.keys(filled).every((name) => name in fields));
      if (!form) throw new Error(`no form with ${Object.keys(filled)} at ${at}: ${words(page)}`);
      return sends(form, filled);
    },
    cookies,
    get at() {
      return at;
    },
    get page() {
      return page;
    },
    get status() {
      return status;
    },
  };
}

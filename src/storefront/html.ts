const source: unique symbol = Symbol('html');

/** Markup made by `html`; nothing else can make one, so what came from a person cannot pass for it. */
export type Html = { readonly [source]: string };

/** What a template may hold; what is false or missing leaves nothing behind. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

/**
 * Markup in which every text is escaped unless it is markup itself. Its places are between tags and inside of quoted
 * attributes; an address must be made by us, since escaping does not make a foreign one harmless.
 */
export const html = (markup: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  [source]: markup.reduce((before, after, index) => before + sourceOf(parts[index - 1]) + after),
});

/** The markup as it is sent. */
export const markupOf = (made: Html): string => made[source];

function sourceOf(part: Part): string {
  if (part === false || part === null || part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return source in part ? part[source] : part.map(sourceOf).join('');
}

/** Signs that turn the direction of all that follows, and a NUL, which no page may hold. */
const MISLEADING = /[\0\u202a-\u202e\u2066-\u2069]/g;

const escaped = (text: string): string =>
  text.replace(MISLEADING, '').replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);

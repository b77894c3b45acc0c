/**
 * What people write before or behind an amount besides the currency's own sign. Codes that are English words
 * (TOP, PEN, CUP …) are left out: they are products. Behind `/-` and its kin nothing else is meant.
 */
const WORDS = [
  'rs.,rs,inr,npr,pkr,lkr,bdt,rupees,rupee,rupaye,mrp rs,tk,taka',
  'रुपये,रुपए,रुपया,रु.,रू.,रु,रू,টাকা,ரூ.,ரூ,రూ.,రూ,ರೂ.,ರೂ,രൂപ,രൂ,રૂ.,રૂ,روپے,روپیہ',
  'aed,dhs,dh,sar,sr,qar,kwd,bhd,omr,egp,jod,د.إ,ر.س,ر.ق,د.ك,د.ب,ر.ع,ج.م,د.ا,درهم,ريال,دينار,جنيه,تومان,ریال',
  'us$,r$,s$,a$,c$,mx$,hk$,usd,eur,gbp,brl,reais,real,mxn,pesos,peso,idr,rp.,rp,myr,rm,sgd,thb,vnd,php',
  'kr.,kr,zł,pln,chf,fr.,ngn,kes,ksh,tzs,tsh,ugx,ush,ghs,gh₵,zar,cny,jpy',
  '/-,/=,:-,-/-,/',
]
  .join()
  .split(',');

/** The signs by which an amount of `currency` is known, the longest first. */
function signsOf(currency: string, locale: string): string[] {
  const own = (['symbol', 'narrowSymbol', 'code', 'name'] as const).flatMap((currencyDisplay) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
      .formatToParts(1)
      .filter(({ type }) => type === 'currency')
      .map(({ value }) => value.replaceAll(/\p{Cf}/gu, '').toLowerCase()),
  );
  return [...new Set([...own, ...WORDS])].filter(Boolean).sort((a, b) => b.length - a.length);
}

const quoted = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const patterns = new Map<string, { before: RegExp; behind: RegExp; alone: RegExp }>();

/** Patterns for the marks of an amount, made once for each currency and locale. */
function patternsOf(currency: string, locale: string) {
  const key = `${currency} ${locale}`;
  const kept = patterns.get(key);
  if (kept) return kept;
  const mark = `(?:\\p{Sc}|${signsOf(currency, locale).map(quoted).join('|')})`;
  const made = {
    before: new RegExp(`^(?:${mark}\\s*)+(?=[+-]?\\d)`, 'iu'),
    behind: new RegExp(`(?<=\\d[.,]?)(?:\\s*${mark})+$`, 'iu'),
    alone: new RegExp(`^${mark}$`, 'iu'),
  };
  patterns.set(key, made);
  return made;
}

/** Takes the currency's marks off an amount: `Rs.149/-` → `149`, marked. */
export function withoutMarks(text: string, currency: string, locale: string): { bare: string; marked: boolean } {
  const { before, behind } = patternsOf(currency, locale);
  const bare = text.replace(before, '').replace(behind, '');
  return { bare, marked: bare !== text };
}

/** Whether a word is nothing but a currency's mark, as the `Rs` in `Rs 149`. */
export const isMark = (word: string, currency: string, locale: string): boolean =>
  patternsOf(currency, locale).alone.test(word);

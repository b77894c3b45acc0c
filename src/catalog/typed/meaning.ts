import { toPlainDigits } from './digits.js';
import type { Token } from './tokens.js';
import { isMrpLabel, isNumberLabel, isPriceLabel, isStockLabel, isUnit } from './units.js';

const asWord = ({ raw }: { raw: string }): Token => ({ kind: 'word', raw });
const isNumber = (token: Token | undefined): token is Extract<Token, { kind: 'price' | 'bad' }> =>
  token?.kind === 'price' || token?.kind === 'bad';
const isMarked = (token: Token | undefined): boolean => token?.kind === 'price' && token.marked;

/** `Rs 149` and `149 kr`: the mark goes to the amount before it, else to the one behind it. */
function joinMarks(tokens: Token[]): Token[] {
  const joined = [...tokens];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'mark') continue;
    const beside = [index - 1, index + 1].filter((at) => joined[at]?.kind === 'price');
    const taker = beside.find((at) => !isMarked(joined[at])) ?? -1;
    const amount = joined[taker];
    if (amount?.kind === 'price') joined[taker] = { ...amount, marked: true };
    // a mark beside nothing is part of a name ("RM" may be one), and `/-` on its own is dirt
    if (beside.length === 0 && /\p{L}/u.test(token.raw)) joined[index] = asWord(token);
  }
  return joined.filter(({ kind }) => kind !== 'mark');
}

/** `500 g`, `size 42`, `set of 6`: a number whose neighbour says that it is no price. */
function keepCounts(tokens: Token[]): Token[] {
  const kept = [...tokens];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const behind = tokens[index + 1];
    const further = tokens[index + 2];
    if (!isNumber(token) || isMarked(token)) continue;
    const labelled = before?.kind === 'word' && isNumberLabel(before.raw);
    const counted = behind?.kind === 'word' && isUnit(behind.raw) && further?.raw.toLowerCase() !== 'of';
    if (labelled || counted) kept[index] = asWord(token);
  }
  return kept;
}

const times = (token: Token | undefined): boolean => token?.kind === 'word' && /^[x×]$/i.test(token.raw);

/** `stock 12` is the stock, and so is `x 12`, but for sizes: `10 x 12 inch`, and `10 x 12` where a price is besides. */
function findStock(tokens: Token[]): Token[] {
  const found: Token[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    const behind = tokens[index + 1];
    if (!token) continue;
    const count = behind ? toPlainDigits(behind.raw).replace(/[,;.!]+$/, '') : '';
    const isCount = isNumber(behind) && !isMarked(behind) && /^\d{1,7}$/.test(count);
    const before = found.at(-1);
    const isSize =
      times(token) &&
      isNumber(before) &&
      tokens.some((one) => one.kind === 'price' && one !== before && one !== behind);
    if (isCount && (times(token) || (token.kind === 'word' && isStockLabel(token.raw))) && !isSize) {
      found.push({ kind: 'stock', raw: `${token.raw} ${behind.raw}`, count: Number(count) });
      index++;
    } else if (isSize && behind && before) {
      found.splice(-1, 1, asWord(before), token, asWord(behind));
      index++;
    } else found.push(token);
  }
  return found;
}

/** `price 149 only` loses the words that say no more than the number does; `MRP 199` is marked as the printed price. */
function readLabels(tokens: Token[]): Token[] {
  const read = [...tokens];
  const dropped = new Set<number>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word') continue;
    const taker = [index + 1, index - 1].find((at) => isNumber(read[at]));
    const amount = taker === undefined ? undefined : read[taker];
    if (taker === undefined || !amount || !(isPriceLabel(token.raw) || isMrpLabel(token.raw))) continue;
    dropped.add(index);
    if (amount.kind === 'price') read[taker] = { ...amount, marked: true, mrp: amount.mrp || isMrpLabel(token.raw) };
  }
  return read.filter((_, index) => !dropped.has(index));
}

/** `(199)` is an amount in brackets; with other words in them, as in `(pack of 6)`, they belong to the name. */
function openBrackets(tokens: Token[]): Token[] {
  const opened: Token[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) continue;
    const end = token.kind === 'open' ? tokens.findIndex(({ kind }, at) => at > index && kind === 'close') : -1;
    if (end < 0) {
      if (token.kind !== 'close') opened.push(token.kind === 'open' ? { kind: 'gap', raw: '' } : token);
      continue;
    }
    const inside = tokens.slice(index + 1, end);
    const text = inside.map(({ raw }) => raw).join(' ');
    if (inside.some(({ kind }) => kind === 'word'))
      opened.push({ kind: 'word', raw: `${token.raw}${text}${tokens[end]?.raw}` });
    else opened.push(...inside.map((one) => (one.kind === 'price' ? { ...one, bracketed: true } : one)));
    index = end;
  }
  return opened;
}

/** What the parts of a line mean beside one another. */
export const readMeaning = (tokens: Token[]): Token[] =>
  openBrackets(readLabels(findStock(keepCounts(joinMarks(tokens)))));

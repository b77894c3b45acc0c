import { parseCaption, type TypedProduct } from '../../../src/catalog/typed/caption.js';
import type { TypedLine } from '../../../src/catalog/typed/lines.js';
import { refusePrice } from '../../../src/catalog/typed/price.js';
import type { Refusal } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import { localeOf } from '../../../src/stores/rules.js';
import type { Draft, Typed } from './turn.js';

/** A draft after something was typed for it; `problem` says why a number in it is no price. */
export type Described = { draft: Draft; problem?: Refusal };

const typedOf = ({ missing: _, problem: __, ...typed }: TypedProduct): Typed => typed;

/** What a text says of the draft, joined with what was said before. */
export function describe(draft: Draft, text: string, store: Store): Described {
  const [first, ...others] = parseCaption(text, store.currency, localeOf(store));
  if (others.length > 0) {
    const readings = [first, ...others].map((reading) => ({ ...draft.typed, ...typedOf(reading) }));
    return { draft: { photo: draft.photo, typed: draft.typed, readings } };
  }
  return {
    draft: { photo: draft.photo, typed: { ...draft.typed, ...typedOf(first) } },
    ...(first.problem && { problem: refusePrice(first.problem, text, store.currency, localeOf(store)) }),
  };
}

/**
 * What a text says of the price of a draft that has its name; other words in it are left out.
 * @throws Refusal (422) that says why it is no price
 */
export function describePrice(draft: Draft, text: string, store: Store): Described {
  const readings = parseCaption(text, store.currency, localeOf(store));
  const priced = readings.filter(({ salePrice }) => salePrice !== undefined).map(typedOf);
  const kept = priced.map((reading) => ({ ...draft.typed, ...reading, name: draft.typed.name }));
  const [first, second] = kept;
  if (!first) throw refusePrice(readings[0].problem ?? 'price_not_found', text, store.currency, localeOf(store));
  return { draft: second ? { ...draft, readings: kept } : { photo: draft.photo, typed: first } };
}

export const isBlank = ({ typed, readings }: Draft): boolean =>
  !readings && typed.name === undefined && typed.salePrice === undefined;

/** Name and price are known, and one thing is meant. */
export const isReady = (draft: Draft): draft is Draft & { typed: { name: string; salePrice: number } } =>
  !draft.readings && draft.typed.name !== undefined && draft.typed.salePrice !== undefined;

/** Drafts after each line was taken for its photo; `left` are lines for which there is none. */
export type Assigned = { drafts: Draft[]; left: string[]; problems: Refusal[] };

/** Gives each line to its draft: by the number that the seller wrote, else in their order. */
export function assignLines(drafts: readonly Draft[], lines: readonly TypedLine[], store: Store): Assigned {
  const described = [...drafts];
  const free = new Set(drafts.keys());
  for (const { row } of lines) free.delete((row ?? 0) - 1);
  const inOrder = [...free];
  const left: string[] = [];
  const problems: Refusal[] = [];
  for (const { row, text } of lines) {
    const index = row !== undefined && described[row - 1] ? row - 1 : inOrder.shift();
    const draft = index === undefined ? undefined : described[index];
    if (index === undefined || !draft) {
      left.push(text);
      continue;
    }
    const { draft: now, problem } = describe(draft, text, store);
    described[index] = now;
    if (problem) problems.push(problem);
  }
  return { drafts: described, left, problems };
}

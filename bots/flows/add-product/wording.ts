import type { Product } from '../../../src/catalog/model.js';
import type { Choice } from '../../../src/platform/prompt.js';
import type { T } from '../../../src/platform/texts.js';
import type { Store } from '../../../src/stores/model.js';
import type { Say } from '../../conversation/flow.js';
import { money } from '../product-details.js';
import { doing } from '../seller.js';
import type { Added, Batch, Draft, Shelf, Typed } from './turn.js';
import { DETAILS } from './turn.js';

/** Products and lines that are written out in one message. */
const MOST_ROWS = 10;
/** An album comes as one message for each photo: what is said of it waits for the next. */
const ALBUM_PAUSE_MS = 2000;

/** What stands in the shop now, after a product was put up by itself. */
export function liveText({ name, salePrice, mrp, category, stock }: Product, store: Store, t: T): string {
  const prices = { product: name, price: money(salePrice, store), mrp: money(mrp, store) };
  return [
    t(mrp > salePrice ? 'addProduct.liveWithMrp' : 'addProduct.live', prices),
    t('addProduct.inCategory', { category }),
    ...(stock === null ? [] : [t('addProduct.inStock', { count: stock })]),
  ].join('\n');
}

/** Everything that came together, in one message. */
export function albumText(added: readonly Added[], t: T): string {
  const rows = added.slice(0, MOST_ROWS).map(({ name, price }) => t('addProduct.row', { product: name, price }));
  const more = added.length - rows.length;
  return [
    t('addProduct.albumLive', { count: added.length }),
    ...rows,
    ...(more > 0 ? [t('addProduct.andMore', { count: more })] : []),
  ].join('\n');
}

/** The buttons under what was just put up: what was not said of it, the way back, and what comes next. */
export function shelfChoices({ added, said, undo }: Shelf, t: T): Choice[] {
  const only = added.length === 1;
  const undone = undo ? [{ id: `undo:${undo}`, label: t(`addProduct.do.${only ? 'undo' : 'undoLast'}`) }] : [];
  if (!only) return [...doing(t, 'share', 'add-product', 'products'), ...undone];
  return [
    ...DETAILS.filter((detail) => !said.includes(detail)).map((id) => ({ id, label: t(`addProduct.do.${id}`) })),
    ...undone,
    ...doing(t, 'share'),
  ];
}

/** One line for each photo that waits: what is known of it, and what is asked. */
export function sheetRows(drafts: readonly Draft[], t: T): string {
  const rows = drafts.slice(0, MOST_ROWS).map(({ typed: { name } }, index) => {
    const row = index + 1;
    return name === undefined ? t('addProduct.sheetRow', { row }) : t('addProduct.sheetPrice', { row, product: name });
  });
  return [...rows, ...(drafts.length > rows.length ? ['…'] : [])].join('\n');
}

/** A reading as a choice: `Jeans 32 · ₹899`. */
export function readingLabel({ name, salePrice = 0, mrp }: Typed, store: Store, t: T): string {
  const slots = { product: name ?? '', price: money(salePrice, store), mrp: money(mrp ?? 0, store) };
  if (name === undefined) return mrp === undefined ? slots.price : t('addProduct.readingPrices', slots);
  return t(mrp === undefined ? 'addProduct.reading' : 'addProduct.readingWithMrp', slots);
}

/** Whether more of what came may still be on the way. */
export const isComing = ({ drafts, lines, added, since }: Batch, now: Date): boolean =>
  drafts.length + lines.length + added.length > 1 && now.getTime() - since < ALBUM_PAUSE_MS;

/** Says it when nothing more of the album has come for a moment. */
export const whenAllIsHere = (say: Say): Say => ({ ...say, notBeforeMs: ALBUM_PAUSE_MS });

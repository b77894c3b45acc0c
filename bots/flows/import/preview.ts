import type { Example, Import } from '../../../src/bulk/model.js';
import { countsText, wrongText } from '../../../src/bulk/wording.js';
import { formatMoney, type Money } from '../../../src/platform/money.js';
import type { Choice } from '../../../src/platform/prompt.js';
import type { T } from '../../../src/platform/texts.js';
import type { Store } from '../../../src/stores/model.js';
import { localeOf } from '../../../src/stores/rules.js';
import type { Say } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { doing } from '../seller.js';

/** Lines that are written out beside what the file would do, and on each page after that. */
const FEW = 3;
const PAGE = 8;
const MOST_COLUMNS_NAMED = 5;

/** What a file would do, and whether it shall; further pages have the lines that are left out. */
export async function previewOf(found: Import, page: number, { stores, t }: Deps): Promise<Say> {
  const store = await stores.byId(found.storeId);
  const from = page === 0 ? 0 : FEW + (page - 1) * PAGE;
  const until = FEW + page * PAGE;
  return {
    text: [
      ...(page === 0 ? summary(found, store, t) : []),
      ...found.wrong.slice(from, until).map((one) => wrongText(one, t)),
      ...(page === 0 ? ignored(found, t) : []),
      t('import.askApply', { count: found.total, shop: store.name }),
    ].join('\n'),
    choices: [
      { id: 'yes', label: t('import.do.yes') },
      { id: 'no', label: t('import.do.cancel') },
      ...(until < found.wrong.length ? [{ id: 'next', label: t('import.do.next') }] : []),
    ],
  };
}

/** Of a file that would do nothing: why, and what can be done instead. */
export function nothingToDo(found: Import, { t }: Pick<Deps, 't'>): Say {
  const { wrong } = found;
  const { unchanged } = found.found;
  const more = wrong.length - PAGE;
  const choices: Choice[] = [{ id: 'import', label: t('import.do.import') }, ...doing(t, 'products')];
  return {
    text: [
      unchanged > 0 ? t('import.nothing', { count: unchanged }) : t('import.noneRight'),
      ...wrong.slice(0, PAGE).map((one) => wrongText(one, t)),
      ...(more > 0 ? [t('import.andMore', { count: more })] : []),
      ...ignored(found, t),
    ].join('\n'),
    choices,
  };
}

function summary({ found, wrong, examples }: Import, store: Store, t: T): string[] {
  const counts = countsText({ ...found, wrong: wrong.length }, t);
  return [t('import.found', { counts }), ...examples.map((one) => exampleText(one, store, t))];
}

function exampleText({ kind, name, price, was }: Example, store: Store, t: T): string {
  const money = (amount: Money): string => formatMoney(amount, store.currency, localeOf(store));
  const slots = { product: name, price: money(price) };
  if (kind === 'new') return t('import.exampleNew', slots);
  return was === undefined
    ? t('import.exampleChanged', slots)
    : t('import.examplePrice', { ...slots, old: money(was) });
}

const ignored = ({ ignored }: Import, t: T): string[] =>
  ignored.length === 0
    ? []
    : [t('import.ignored', { columns: ignored.slice(0, MOST_COLUMNS_NAMED).join(t('common.comma')) })];

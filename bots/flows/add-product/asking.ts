import { splitLines } from '../../../src/catalog/typed/lines.js';
import type { Refusal } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import { type Answer, type Next, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { photosOf } from '../photos-of.js';
import { ownStore } from '../seller.js';
import { assignLines, type Described, describe, describePrice } from './drafts.js';
import { putUp } from './put-up.js';
import { takePhotos } from './take-photos.js';
import type { Batch, Draft, Turn } from './turn.js';
import { isComing, readingLabel, sheetRows, whenAllIsHere } from './wording.js';

type BatchStep = Step<Batch, Turn, Deps>;

/** The question, after what is for sale already, and not before the rest of an album has come. */
function question(here: Batch, deps: Deps, say: Say): Say {
  const count = here.added.length;
  const text = count > 0 ? `${deps.t('addProduct.soFar', { count })}\n${say.text}` : say.text;
  return isComing(here, deps.now) ? whenAllIsHere({ ...say, text }) : { ...say, text };
}

const reasons = (problems: readonly Refusal[], { t }: Deps): Say[] =>
  problems.map(({ code, params }) => ({ text: t(`refusals.${code}`, params) }));

/** Photos that come while something is asked join the others; the first one may belong to the product without any. */
async function takeMore(answer: Answer, here: Batch, deps: Deps): Promise<Next<Turn>> {
  const store = await ownStore(here, deps);
  const [first, second] = here.drafts;
  const [ref, another] = photosOf(answer);
  if (first?.photo === null && !second && ref && !another && answer.text === undefined) {
    const photo = await deps.photos.take(await deps.fetch(ref.ref));
    return putUp({ ...here, drafts: [{ ...first, photo }] }, store, deps);
  }
  return takePhotos(answer, here, store, deps);
}

/** Asks anew for the words about the first product; what was read of them so far is dropped. */
function anew({ storeId, lines, added, since, drafts: [first, ...others] }: Batch): Turn {
  const drafts = first ? [{ photo: first.photo, typed: {} }, ...others] : others;
  return { storeId, lines, added, since, drafts, at: others.length > 0 ? 'sheet' : 'details' };
}

/** A step that waits for words about the first product of the batch. */
function aboutFirst(
  ask: BatchStep['ask'],
  read: (draft: Draft, answer: Answer, store: Store) => Described | undefined,
  back: (here: Batch) => Turn = anew,
): BatchStep {
  return {
    ask,
    back,
    async accept(answer, here, deps) {
      if (photosOf(answer).length > 0) return takeMore(answer, here, deps);
      const [first, ...others] = here.drafts;
      if (!first) return pass();
      const store = await ownStore(here, deps);
      const described = read(first, answer, store);
      if (!described) return pass();
      const { draft, problem } = described;
      return putUp({ ...here, drafts: [draft, ...others] }, store, deps, reasons(problem ? [problem] : [], deps));
    },
  };
}

const fromText =
  (read: (draft: Draft, text: string, store: Store) => Described) =>
  (draft: Draft, { text }: Answer, store: Store): Described | undefined =>
    text === undefined ? undefined : read(draft, text, store);

const nameOf = ({ drafts: [first] }: Batch): string => first?.typed.name ?? '';

const details: BatchStep = aboutFirst(
  (here, deps) => question(here, deps, { text: deps.t('addProduct.askDetails'), ask: 'text' }),
  fromText(describe),
  () => ({ at: 'photo' }),
);

const name: BatchStep = aboutFirst(
  (here, deps) => question(here, deps, { text: deps.t('addProduct.askName'), ask: 'name' }),
  fromText((draft, text) => ({ draft: { ...draft, typed: { ...draft.typed, name: text.replace(/\s+/g, ' ') } } })),
);

const price: BatchStep = aboutFirst(
  (here, deps) =>
    question(here, deps, { text: deps.t('addProduct.askPrice', { product: nameOf(here) }), ask: 'price' }),
  fromText(describePrice),
);

const reading: BatchStep = aboutFirst(
  async (here, deps) => {
    const store = await ownStore(here, deps);
    const readings = here.drafts[0]?.readings ?? [];
    return question(here, deps, {
      text: deps.t('addProduct.askReading'),
      choices: readings.map((one, index) => ({ id: `reading:${index}`, label: readingLabel(one, store, deps.t) })),
    });
  },
  ({ photo, typed, readings = [] }, { choice, text }, store) => {
    const chosen = readings[Number(/^reading:(\d)$/.exec(choice ?? '')?.[1])];
    if (chosen) return { draft: { photo, typed: chosen } };
    if (text === undefined) return undefined;
    const described = describe({ photo, typed }, text, store);
    const { name: named, salePrice } = described.draft.typed;
    // "899" picks the reading with that price
    const meant = readings.find((one) => named === undefined && one.salePrice === salePrice);
    return meant ? { draft: { photo, typed: meant } } : described;
  },
);

/** Several photos without their words: a numbered list, and a line asked for each. */
const sheet: BatchStep = {
  ask: (here, deps) =>
    question(here, deps, {
      text: `${deps.t('addProduct.askSheet', { count: here.drafts.length })}\n${sheetRows(here.drafts, deps.t)}`,
      ask: 'text',
      choices: [{ id: 'skip', label: deps.t('addProduct.leaveOut') }],
    }),
  async accept(answer, here, deps) {
    if (photosOf(answer).length > 0) return takeMore(answer, here, deps);
    const store = await ownStore(here, deps);
    if (answer.choice === 'skip') return putUp({ ...here, drafts: [] }, store, deps);
    if (answer.text === undefined) return pass();
    const { drafts, problems } = assignLines(here.drafts, splitLines(answer.text), store);
    return putUp({ ...here, drafts }, store, deps, reasons(problems, deps));
  },
};

/** Lines of a caption that wait for their photos. */
const lines: BatchStep = {
  ask: (here, deps) =>
    question(here, deps, {
      text: [deps.t('addProduct.askPhotosFor', { count: here.lines.length }), ...here.lines].join('\n'),
      ask: 'photo',
      choices: [{ id: 'skip', label: deps.t('addProduct.withoutPhotos') }],
    }),
  async accept(answer, here, deps) {
    if (photosOf(answer).length > 0) return takeMore(answer, here, deps);
    if (answer.choice !== 'skip') return pass();
    const store = await ownStore(here, deps);
    const drafts = here.lines.map((text) => describe({ photo: null, typed: {} }, text, store).draft);
    return putUp({ ...here, drafts, lines: [] }, store, deps);
  },
};

/** The questions about products that are not for sale yet. */
export const asking = { details, name, price, reading, sheet, lines };

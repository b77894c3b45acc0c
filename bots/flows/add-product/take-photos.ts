import type { Photo } from '../../../src/catalog/photos.js';
import { isAlbumCaption, splitLines } from '../../../src/catalog/typed/lines.js';
import { Refusal } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import { localeOf } from '../../../src/stores/rules.js';
import type { Answer, Next, Say } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { photosOf } from '../photos-of.js';
import { type Assigned, assignLines, describe, isBlank } from './drafts.js';
import { putUp } from './put-up.js';
import { type Batch, type Draft, MOST_DRAFTS, type Turn } from './turn.js';

export const emptyBatch = (store: Store): Batch => ({ storeId: store._id, drafts: [], lines: [], added: [], since: 0 });

/**
 * Keeps the photos of a message and takes its text for them: of several photos line n is photo n; of an album that
 * comes photo by photo, the lines of one caption wait for those that follow.
 * @throws Refusal `too_many_photos` (422), or why the only photo cannot be kept
 */
export async function takePhotos(answer: Answer, batch: Batch, store: Store, deps: Deps): Promise<Next<Turn>> {
  const refs = photosOf(answer);
  const tooMany = new Refusal('too_many_photos', 422, { most: MOST_DRAFTS });
  if (batch.drafts.length + refs.length > MOST_DRAFTS) throw tooMany;
  const { text = '' } = answer;
  const hasLines = batch.lines.length > 0 || isAlbumCaption(text, store.currency, localeOf(store));
  const { photos, say } = await keep(refs, hasLines, deps);
  const taken = photos.map((photo) => ({ photo: photo ?? null, typed: {} }));
  const { drafts, left, problems } = caption(text, taken, batch, store);
  if (left.length > MOST_DRAFTS) throw tooMany;
  const isHere = (index: number): boolean => index < batch.drafts.length || !!photos[index - batch.drafts.length];
  const arrived = drafts.filter((_, index) => isHere(index));
  const lost = drafts.flatMap(({ typed: { name } }, index) => (isHere(index) || name === undefined ? [] : [name]));
  say.push(...lost.map((product) => ({ text: deps.t('addProduct.lineLost', { product }) })));
  const reasons = problems.map(({ code, params }) => ({ text: deps.t(`refusals.${code}`, params) }));
  // what came in one message is whole, unless it says more than it shows
  const since = photos.length > 1 && left.length === 0 ? 0 : deps.now.getTime();
  const now = { ...batch, drafts: arrived, lines: left, since };
  return putUp(now, store, deps, [...say, ...reasons]);
}

/**
 * Undefined in the place of a photo that could not be kept, so that its line goes with it: else the next photo would
 * take that line.
 * @param hasLines whether lines wait for photos, and so also a single photo is one of several
 */
async function keep(
  refs: readonly { ref: string }[],
  hasLines: boolean,
  deps: Deps,
): Promise<{ photos: (Photo | undefined)[]; say: Say[] }> {
  const photos: (Photo | undefined)[] = [];
  const say: Say[] = [];
  for (const [index, { ref }] of refs.entries()) {
    try {
      photos.push(await deps.photos.take(await deps.fetch(ref)));
    } catch (error) {
      const isSingle = refs.length === 1;
      if (!(error instanceof Refusal) || (isSingle && !hasLines)) throw error;
      photos.push(undefined);
      const reason = deps.t(`refusals.${error.code}`, error.params);
      say.push({ text: isSingle ? reason : deps.t('addProduct.photoRefused', { row: index + 1, reason }) });
    }
  }
  return { photos, say };
}

/** What the text says of the photos; the drafts come back in their order, those of the batch first. */
function caption(text: string, taken: Draft[], batch: Batch, store: Store): Assigned {
  const all = [...batch.drafts, ...taken];
  const lines = splitLines(text);
  const blank = all.filter(isBlank);
  const [only, second] = taken;
  // the caption stands under the last photo of an album whose others came before
  if (blank.length > taken.length && lines.length === blank.length) {
    const { drafts, left, problems } = assignLines(blank, lines, store);
    const described = all.map((draft) => drafts[blank.indexOf(draft)] ?? draft);
    return { drafts: described, left: [...batch.lines, ...left], problems };
  }
  if (text !== '' && only && !second && !isAlbumCaption(text, store.currency, localeOf(store))) {
    const { draft, problem } = describe(only, text, store);
    return { drafts: [...batch.drafts, draft], left: batch.lines, problems: problem ? [problem] : [] };
  }
  const waiting = text === '' ? batch.lines.map((line) => ({ text: line })) : lines;
  const { drafts, left, problems } = assignLines(taken, waiting, store);
  return { drafts: [...batch.drafts, ...drafts], left: text === '' ? left : [...batch.lines, ...left], problems };
}

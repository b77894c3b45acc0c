import { z } from 'zod';
import { Refusal } from '../../src/platform/refusal.js';
import { SIDES, type Talk } from '../../src/talks/model.js';
import { LineText, LONGEST_LINE } from '../../src/talks/rules.js';
import type { Speaker } from '../../src/talks/service.js';
import { type Answer, type Flow, finish, goTo, type Next, pass, type Say } from '../conversation/flow.js';
import { isRefused } from './buy/shop.js';
import type { Deps } from './deps.js';
import { photosOf } from './photos-of.js';

const Turn = z.discriminatedUnion('at', [
  // `passed`: what became of the last words
  z.object({
    at: z.literal('talking'),
    talkId: z.string(),
    side: z.enum(SIDES),
    passed: z.enum(['on', 'later']).optional(),
  }),
  z.object({ at: z.literal('list') }),
]);
type Turn = z.infer<typeof Turn>;

/** A buyer and a seller talk about one thing, and the bot steps aside: it passes on what is written until one ends it. */
export const talk: Flow<Turn, Deps> = {
  id: 'talk',
  over: true,
  schema: Turn,
  start: { at: 'list' },
  steps: {
    talking: {
      patient: true,
      async ask({ talkId, side, passed }, deps): Promise<Say> {
        const found = await deps.talks.read(talkId, speakerOf(side, deps));
        if (!deps.talks.isOpen(found)) throw new Refusal('talk_over', 409);
        const choices = [{ id: 'end-talk', label: deps.t('talk.do.end') }];
        return { text: await opening(found, side, passed, deps), ask: 'text', choices };
      },
      async accept(answer, { talkId, side }, deps) {
        if (answer.choice === 'end-talk') return end(talkId, side, deps);
        const said = await read(answer, deps);
        if (!said) return pass();
        try {
          const once = { key: deps.onceKey };
          const { reached } = await deps.talks.say(talkId, speakerOf(side, deps), said, once);
          return goTo({ at: 'talking', talkId, side, passed: reached ? 'on' : 'later' });
        } catch (error) {
          if (!isRefused(error, 'talk_over') && !isRefused(error, 'no_talk')) throw error;
          return finish({ text: deps.t('refusals.talk_over') });
        }
      },
    },
    list: {
      rest: true,
      async ask(_, deps): Promise<Say> {
        const open = await deps.talks.openOf(deps.contact.accountId ?? '');
        if (open.length === 0) return { text: deps.t('talk.none') };
        return {
          text: deps.t('talk.list'),
          choices: open.map((one) => ({ id: `reply:${one._id}`, label: rowOf(one, deps) })),
        };
      },
      accept: () => pass(),
    },
  },
  entries: [
    { choice: 'ask:', open: (productId, _, deps) => begin({ productId }, deps) },
    { choice: 'ask-about:', open: (orderId, _, deps) => begin({ orderId }, deps) },
    { choice: 'reply:', open: (talkId, _, deps) => resume(talkId, deps) },
    { choice: 'end-talk:', open: endFrom },
    { choice: 'talks', open: (_, __, deps) => (deps.contact.accountId ? goTo({ at: 'list' }) : pass()) },
    { word: 'reply', open: (code, _, deps) => resumeByCode(code, deps) },
  ],
};

function speakerOf(side: 'buyer' | 'seller', { contact }: Deps): Speaker {
  const { _id: contactId, customerId, accountId = '', name } = contact;
  if (side === 'seller') return { side, accountId, contactId };
  return { side, contactId, ...(customerId && { customerId }), ...(name && { name }) };
}

/** On which side of a talk this contact is; a seller of it first. @throws Refusal `no_talk` (404) */
async function sideIn(talkId: string, deps: Deps): Promise<{ found: Talk; side: 'buyer' | 'seller' }> {
  for (const side of ['seller', 'buyer'] as const) {
    try {
      return { found: await deps.talks.read(talkId, speakerOf(side, deps)), side };
    } catch (error) {
      if (side === 'buyer' || !isRefused(error, 'no_talk')) throw error;
    }
  }
  throw new Refusal('no_talk', 404);
}

async function opening(
  { storeId, about, name }: Talk,
  side: 'buyer' | 'seller',
  passed: 'on' | 'later' | undefined,
  deps: Deps,
): Promise<string> {
  const { name: shop } = await deps.stores.byId(storeId);
  const slots = { shop, about: about.label, name: name || deps.t('talk.someone') };
  if (passed) return deps.t(`talk.passed.${passed}`, { name: side === 'buyer' ? shop : slots.name });
  return [deps.t(side === 'buyer' ? 'talk.ask' : 'talk.answer', slots), deps.t('talk.howToEnd')].join('\n');
}

/** What is to be passed on: words, a photo, a place as a link to a map. @throws Refusal `bad_line`, `one_photo` (422) */
async function read(answer: Answer, { fetch, photos }: Deps) {
  const [first, second] = photosOf(answer);
  if (second) throw new Refusal('one_photo', 422);
  const { location, text } = answer;
  if (location) {
    const link = `https://maps.google.com/?q=${location.latitude.toFixed(5)},${location.longitude.toFixed(5)}`;
    return { text: location.label ? `${location.label}\n${link}` : link };
  }
  if (text === undefined && !first) return undefined;
  const line = text === undefined ? undefined : LineText.safeParse(text);
  if (line && !line.success) throw new Refusal('bad_line', 422, { longest: LONGEST_LINE });
  const photo = first && (await photos.take(await fetch(first.ref)));
  return { text: line?.data ?? '', ...(photo && { photo }) };
}

async function begin(thing: { productId: string } | { orderId: string }, deps: Deps): Promise<Next<Turn>> {
  const { _id: contactId, customerId, name } = deps.contact;
  const customer = customerId && !name ? await deps.customers.find(customerId) : null;
  const called = name ?? customer?.name ?? deps.t('talk.someone');
  const asker = { contactId, name: called, ...(customerId && { customerId }) };
  const found = await deps.talks.open(asker, thing);
  return goTo({ at: 'talking', talkId: found._id, side: 'buyer' });
}

async function resume(talkId: string, deps: Deps): Promise<Next<Turn>> {
  const { found, side } = await sideIn(talkId, deps);
  if (deps.talks.isOpen(found)) return goTo({ at: 'talking', talkId, side });
  // a buyer who is answered late may ask again
  if (side === 'seller') return finish({ text: deps.t('talk.youEnded', { about: found.about.label }) });
  return begin(found.about.kind === 'product' ? { productId: found.about.id } : { orderId: found.about.id }, deps);
}

/** `reply 7K3Q`: the talk of that code; a plain `reply` the one that is open. */
async function resumeByCode(typed: string, deps: Deps): Promise<Next<Turn>> {
  const found = await deps.talks.openOfContact(speakersOf(deps));
  const code = typed.toUpperCase();
  const [only, ...others] = found.filter((one) => one.code.startsWith(code));
  if (!only) return pass();
  if (others.length === 0) return resume(only._id, deps);
  const codes = [only, ...others].map((one) => one.code).join(deps.t('common.comma'));
  return finish({ text: deps.t('talk.which', { codes }) });
}

const speakersOf = ({ contact }: Deps) => ({ contactId: contact._id, accountId: contact.accountId });

async function endFrom(talkId: string, _: unknown, deps: Deps): Promise<Next<Turn>> {
  const { side } = await sideIn(talkId, deps);
  return end(talkId, side, deps);
}

async function end(talkId: string, side: 'buyer' | 'seller', deps: Deps): Promise<Next<Turn>> {
  const { about } = await deps.talks.end(talkId, speakerOf(side, deps));
  return finish({ text: deps.t('talk.youEnded', { about: about.label }) });
}

const rowOf = ({ name, about }: Talk, { t }: Deps): string =>
  t('talk.row', { name: name || t('talk.someone'), about: about.label });

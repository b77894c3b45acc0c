import { describe, expect, it } from 'vitest';
import { defineTalk } from '../../src/talks/model.js';
import type { Speaker } from '../../src/talks/service.js';
import { aMobile, buildersOf } from '../orders/builders.js';
import { aPhoto } from '../support/chat.js';
import { testClock } from '../support/clock.js';
import { testServices } from '../support/services.js';

const clock = testClock();
const services = testServices({ clock });
const { aStore, aProduct, aCustomer, aCart, order } = buildersOf(services);

let people = 0;
async function aTalk() {
  const store = await aStore();
  const mango = await aProduct(store);
  const [phone, page] = await Promise.all(
    (['telegram', 'web-chat'] as const).map(async (channel) => {
      const contact = await services.contacts.meet(channel, `s${++people}`);
      await services.contacts.linkAccount(contact._id, store.accountId, aMobile(), 'otp');
      return contact;
    }),
  );
  const buyer = await services.contacts.meet('telegram', `b${++people}`, { name: 'Ravi' });
  const talk = await services.talks.open({ contactId: buyer._id, name: 'Ravi' }, { productId: mango._id });
  const ask: Speaker = { side: 'buyer', contactId: buyer._id };
  const reply: Speaker = { side: 'seller', accountId: store.accountId, contactId: phone?._id ?? '' };
  return { store, mango, phone, page, buyer, talk, ask, reply };
}
const heardBy = async (contact: { _id: string } | undefined) =>
  ((await services.chats.find(contact?._id ?? ''))?.outbox ?? []).flatMap(({ prompt }) =>
    prompt ? [prompt.text] : [],
  );
const linesOf = async (talkId: string) => (await defineTalk(services.db).findById(talkId).lean())?.lines ?? [];

describe('what a buyer asks', () => {
  it('reaches the seller wherever the seller is, with what it is about and a way to answer', async () => {
    const { talk, ask, phone, page } = await aTalk();
    await services.talks.say(talk._id, ask, { text: 'Is it hot?' });
    for (const contact of [phone, page]) {
      expect(await heardBy(contact)).toEqual(['Ravi asks about Mango pickle, ₹149: Is it hot?']);
    }
    const [item] = (await services.chats.find(phone?._id ?? ''))?.outbox ?? [];
    expect(item?.prompt?.choices).toMatchObject([
      { id: `reply:${talk._id}`, word: `reply ${talk.code}` },
      { id: `end-talk:${talk._id}` },
    ]);
  });

  it('is answered, and the seller’s other places see the answer too', async () => {
    const { talk, ask, reply, page, buyer } = await aTalk();
    await services.talks.say(talk._id, ask, { text: 'Is it hot?' });
    await services.talks.say(talk._id, reply, { text: 'A little' });
    expect(await heardBy(buyer)).toEqual(['Asha Pickles about Mango pickle, ₹149: A little']);
    expect((await heardBy(page)).at(-1)).toBe('You wrote to Ravi about Mango pickle, ₹149: A little');
  });

  it('said twice with one key, also at once, is heard once', async () => {
    const { talk, ask, phone } = await aTalk();
    await Promise.all([1, 2, 3].map(() => services.talks.say(talk._id, ask, { text: 'Is it hot?' }, { key: 'k' })));
    expect(await heardBy(phone)).toHaveLength(1);
    expect(await linesOf(talk._id)).toHaveLength(1);
  });

  it('keeps its order when both write at once, and loses nothing', async () => {
    const { talk, ask, reply } = await aTalk();
    await Promise.all(
      Array.from({ length: 6 }, (_, i) => services.talks.say(talk._id, i % 2 ? reply : ask, { text: `line ${i}` })),
    );
    const lines = await linesOf(talk._id);
    expect(lines.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(lines.map(({ text }) => text)).size).toBe(6);
  });

  it('about one thing is one talk, however often it is begun', async () => {
    const { talk, mango, buyer } = await aTalk();
    const asker = { contactId: buyer._id, name: 'Ravi' };
    const begun = await Promise.all([1, 2, 3].map(() => services.talks.open(asker, { productId: mango._id })));
    expect(new Set(begun.map(({ _id }) => _id))).toEqual(new Set([talk._id]));
  });

  it('about an order is the matter of its buyer', async () => {
    const { store, mango } = await aTalk();
    const customerId = await aCustomer();
    const placed = await order(customerId, await aCart(store, [mango, 1]));
    expect((await services.talks.open({ customerId }, { orderId: placed._id })).about.label).toBe(placed.number);
    await expect(services.talks.open({ customerId: await aCustomer() }, { orderId: placed._id })).rejects.toMatchObject(
      {
        code: 'no_order',
      },
    );
  });
});

describe('a talk', () => {
  it('ends once for both, and takes no more words', async () => {
    const { talk, ask, reply, buyer, phone } = await aTalk();
    await services.talks.say(talk._id, ask, { text: 'Is it hot?' });
    const [one, two] = await Promise.all([services.talks.end(talk._id, reply), services.talks.end(talk._id, ask)]);
    expect(one?.endedBy).toBe(two?.endedBy);
    const told = [...(await heardBy(buyer)), ...(await heardBy(phone))].filter((text) =>
      text.includes('ended the talk'),
    );
    expect(told).toHaveLength(1);
    await expect(services.talks.say(talk._id, ask, { text: 'Hello?' })).rejects.toMatchObject({ code: 'talk_over' });
  });

  it('is over after a day of silence; a new question is a new talk', async () => {
    const { talk, ask, mango, buyer } = await aTalk();
    clock.pass(86_401);
    await expect(services.talks.say(talk._id, ask, { text: 'Hello?' })).rejects.toMatchObject({ code: 'talk_over' });
    const next = await services.talks.open({ contactId: buyer._id }, { productId: mango._id });
    expect(next._id).not.toBe(talk._id);
  });

  it('is nobody else’s', async () => {
    const { talk } = await aTalk();
    const other = await aTalk();
    for (const speaker of [other.ask, other.reply]) {
      await expect(services.talks.read(talk._id, speaker)).rejects.toMatchObject({ code: 'no_talk', status: 404 });
    }
  });

  it('is read by a seller who was away, as far as it was not answered', async () => {
    const { talk, ask, reply, store } = await aTalk();
    for (const text of ['one', 'two']) await services.talks.say(talk._id, ask, { text });
    await services.talks.say(talk._id, reply, { text: 'answered' });
    await services.talks.say(talk._id, ask, { text: 'three' });
    const back = await services.contacts.meet('whatsapp-web', `s${++people}`);
    await services.contacts.linkAccount(back._id, store.accountId, aMobile(), 'otp');
    await Promise.all([1, 2].map(() => services.talks.catchUp(back._id)));
    expect(await heardBy(back)).toEqual(['Ravi asks about Mango pickle, ₹149: three']);
  });

  it('keeps 200 lines and the photos among them, and goes with its buyer', async () => {
    const { talk, ask, buyer } = await aTalk();
    const photo = await services.photos.take(await aPhoto(9));
    await services.talks.say(talk._id, ask, { photo });
    expect(await linesOf(talk._id)).toMatchObject([{ photo: { key: photo.key }, text: '' }]);
    await services.talks.forget({ contactId: buyer._id });
    await expect(services.talks.read(talk._id, ask)).rejects.toMatchObject({ code: 'no_talk' });
  });
});

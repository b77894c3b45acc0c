import { describe, expect, it } from 'vitest';
import { aSeller, type Chat, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';
import { aKnownBuyer, aProduct } from '../../support/shop.js';

const services = testServices();
type Channel = 'web-chat' | 'whatsapp-web';

async function aMarket(channel: Channel) {
  const seller = await aSeller(services, { channel });
  const mango = await aProduct(services, seller.store, { name: 'Mango' });
  const buyer = await chatWith(services, { channel, known: { name: 'Ravi' } });
  await buyer.starts(`s_${seller.store.link}`);
  await buyer.presses(`product:${mango._id}`);
  return { seller, mango, buyer };
}
/** What was said last into somebody's chat from outside of it. */
const heard = async ({ contactId }: Pick<Chat, 'contactId'>) =>
  (await services.chats.find(contactId))?.outbox.at(-1)?.prompt;
/** Answers it as the channel lets a person answer. */
async function replies(person: Chat, channel: Channel): Promise<string> {
  const reply = (await heard(person))?.choices?.[0];
  return channel === 'web-chat' ? person.presses(reply?.id ?? '') : person.types(reply?.word ?? '');
}

describe.each(['web-chat', 'whatsapp-web'] as const)('a buyer and a seller talk on %s', (channel) => {
  it('through the bot, which steps aside until one of them ends it', async () => {
    const { seller, mango, buyer } = await aMarket(channel);
    expect(await buyer.taps(`ask:${mango._id}`)).toContain(`Write to ${seller.store.name} about Mango, ₹149.`);
    expect(await buyer.types('Is it hot?')).toMatch(/^I passed it on to /);
    expect((await heard(seller))?.text).toBe('Ravi asks about Mango, ₹149: Is it hot?');
    expect(await replies(seller, channel)).toContain('Write to Ravi about Mango, ₹149.');
    for (const text of ['hello', '1', 'orders', 'price mango 1']) {
      expect(await seller.types(text)).toMatch(/^I passed it on to /);
      expect((await heard(buyer))?.text).toBe(`${seller.store.name} about Mango, ₹149: ${text}`);
    }
    await seller.sendsPhoto(3);
    expect((await heard(buyer))?.photo).toMatch(/^p\//);
    expect(await seller.types('/orders')).toContain('No order waits');
    await replies(buyer, channel);
    expect(await buyer.taps('end-talk')).toBe('The talk about Mango, ₹149 is over.');
    expect((await heard(seller))?.text).toBe('Ravi ended the talk about Mango, ₹149.');
    expect(await buyer.types('cart')).toContain('cart');
  });

  it('however long the other one takes', async () => {
    const { seller, mango, buyer } = await aMarket(channel);
    await buyer.taps(`ask:${mango._id}`);
    await buyer.types('Is it hot?');
    buyer.waits(90);
    expect(await buyer.types('And is it fresh?')).toMatch(/^I passed it on to /);
    expect((await heard(seller))?.text).toContain('And is it fresh?');
  });

  it('and words that come too late are told to be lost', async () => {
    const { seller, mango, buyer } = await aMarket(channel);
    await buyer.taps(`ask:${mango._id}`);
    await buyer.types('Is it hot?');
    await replies(seller, channel);
    await seller.taps('end-talk');
    expect(await buyer.types('Hello?')).toContain('so your last words were not sent');
    expect(await buyer.types('mango')).toContain('Mango');
  });

  it('over what was half done, which goes on afterwards', async () => {
    const { seller, mango, buyer } = await aMarket(channel);
    await buyer.taps(`ask:${mango._id}`);
    await buyer.types('Is it hot?');
    await seller.types('/newstore');
    await replies(seller, channel);
    await seller.types('A little');
    expect(await seller.types('cancel')).toContain('What is your shop called?');
  });
});

describe('a talk', () => {
  it('is found by its seller in the menu', async () => {
    const { seller, mango, buyer } = await aMarket('web-chat');
    await seller.types('/start');
    expect(seller.ids()).not.toContain('talks');
    await buyer.taps(`ask:${mango._id}`);
    await buyer.types('Is it hot?');
    await seller.types('/start');
    expect(await seller.taps('talks')).toContain('These buyers talk with you:');
    const [row] = seller.ids();
    expect(await seller.taps(row ?? '')).toContain('Write to Ravi about Mango');
  });

  it('is told to wait where the seller cannot be reached', async () => {
    const { seller, mango, buyer } = await aMarket('web-chat');
    await services.contacts.markDead(seller.contactId);
    await buyer.taps(`ask:${mango._id}`);
    expect(await buyer.types('Is it hot?')).toContain(`${seller.store.name} will read it when they are back.`);
  });

  it('about an order quotes its number', async () => {
    const seller = await aSeller(services);
    const mango = await aProduct(services, seller.store, { name: 'Mango' });
    const buyer = await aKnownBuyer(services);
    await buyer.presses(`add:${mango._id}`);
    await buyer.taps('checkout');
    await buyer.taps('cod');
    const [order] = (await services.orders.ofCustomer(buyer.customerId, { limit: 1 })).items;
    await buyer.types('where is my order');
    await buyer.taps(`ask-about:${order?._id}`);
    await buyer.types('When will it come?');
    expect((await heard(seller))?.text).toBe(`Ravi asks about ${order?.number}: When will it come?`);
  });

  it('goes when its buyer is forgotten', async () => {
    const { seller, mango, buyer } = await aMarket('web-chat');
    await buyer.taps(`ask:${mango._id}`);
    await buyer.types('Is it hot?');
    await buyer.types('/forgetme');
    await buyer.taps('yes');
    expect(await services.talks.openOf(seller.store.accountId)).toEqual([]);
  });

  it('is no business of anybody else', async () => {
    const { mango, buyer } = await aMarket('web-chat');
    await buyer.taps(`ask:${mango._id}`);
    await buyer.types('Is it hot?');
    const { talkId } = {
      talkId: (buyer.talk.state.turn as { frames: { turn: { talkId?: string } }[] }).frames.at(-1)?.turn.talkId,
    };
    const other = await chatWith(services);
    expect(await other.presses(`reply:${talkId}`)).toContain('I find no such talk.');
    expect(await other.presses(`end-talk:${talkId}`)).toContain('I find no such talk.');
  });
});

import { expect } from 'vitest';

/** What a person does on any messenger, and what they see there. */
export type Someone = {
  /** Comes by a deep link, or begins. */
  start(payload?: string): unknown;
  types(text: string): unknown;
  /** Presses what is written so under the last message, or answers it by its number or its words. */
  taps(label: string): unknown;
  sendsPhoto(bytes: Buffer, of: { caption?: string }): unknown;
  hears(is: string | RegExp): Promise<{ text: string }>;
  /** Gives their own number where the messenger does not tell it by itself. */
  sharesNumber?(): unknown;
};

/**
 * From the first word to a shop with a product, and from its link to an order that is taken and heard of: the same on
 * every messenger, but for the question for the number where the messenger tells it.
 * @returns what was said to both, without what differs from shop to shop and how choices are shown
 */
export async function sellAndBuy(asha: Someone, ravi: Someone, photo: Buffer): Promise<string[]> {
  const said: string[] = [];
  const listening = (name: string, person: Someone) => async (is: string | RegExp) => {
    const { text } = await person.hears(is);
    said.push(`${name}: ${plain(text)}`);
    return text;
  };
  const [toAsha, toRavi] = [listening('Asha', asha), listening('Ravi', ravi)];

  await asha.start();
  await toAsha('I can open a shop for you');
  await asha.taps('Open my shop');
  if (asha.sharesNumber) {
    await asha.hears('Share your number');
    await asha.sharesNumber();
  }
  await toAsha('What is your shop called?');
  await asha.types('Asha Pickles');
  await toAsha('Where is Asha Pickles?');
  await asha.types('Camp, Pune');
  const link = /\/s\/([a-z0-9-]+)/.exec(await toAsha('Asha Pickles is open'))?.[1] ?? '';
  await toAsha('Now send a photo');
  await asha.sendsPhoto(photo, { caption: 'Mango pickle 149 (199) x5' });
  await toAsha('Mango pickle is in your shop');
  await asha.types('/share');
  await toAsha(`/s/${link}`);

  await ravi.start(`s_${link}`);
  await toRavi('Welcome to Asha Pickles');
  await ravi.taps('Mango pickle');
  await toRavi('In your cart: 1');
  await ravi.taps('One more');
  await toRavi('In your cart: 2');
  await ravi.taps('Order');
  if (ravi.sharesNumber) {
    await ravi.hears('Your mobile number');
    await ravi.sharesNumber();
  }
  await toRavi('Where should it go?');
  await ravi.types('4 Lake View, Pune');
  await toRavi('Total: ₹298');
  await ravi.taps('cash');
  const number = /HT-\w{5}/.exec(await toRavi(/^Done\. Order HT-\w{5} is with/))?.[0] ?? '';
  expect(number).not.toBe('');

  await toAsha(`New order ${number}: ₹298`);
  await asha.types(`ok ${number.slice(3)}`);
  await toAsha(`You took order ${number}`);
  await toRavi(`accepted order ${number}`);
  return said;
}

/** Without rows of choices and words to type, and without links, numbers and times. */
const plain = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^(\*[^*]+\* |• )/.test(line))
    .join('\n')
    .trim()
    .replace(/https?:\/\/\S+/g, '(link)')
    // one for each messenger that is on by then
    .replace(/\(link\)(\n\(link\))+/g, '(link)')
    .replace(/HT-\w{5}/g, 'HT-…')
    .replace(/\+\d{8,15}/g, '(number)');

import sharp from 'sharp';
import type { Env } from './processes.js';
import type { Person } from './telegram/people/person.js';
import type { FakeTelegram } from './telegram/start-fake-telegram.js';

/** What lets a process be the bot of this Telegram. */
export const onTelegram = ({ token, apiRoot }: FakeTelegram): Env => ({
  TELEGRAM_BOT_TOKEN: token,
  TELEGRAM_API_ROOT: apiRoot,
  LOG_LEVEL: 'warn',
});

/** A small photo of one colour, different for every number. */
export const aJpeg = (red: number): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: { r: red, g: 120, b: 40 } } })
    .jpeg()
    .toBuffer();

/** From START to a shop with one product. @returns the shop's link */
export async function opensShop(seller: Person, name: string): Promise<string> {
  seller.start();
  await seller.hears('I can open a shop for you');
  seller.taps('Open my shop');
  await seller.hears('Share your number');
  seller.tapsKeyboard('Share my number');
  await seller.hears('What is your shop called?');
  seller.types(name);
  await seller.hears(`Where is ${name}?`);
  seller.types('Camp, Pune');
  const open = await seller.hears(`${name} is open`);
  await seller.hears('Now send a photo');
  seller.sendsPhoto(await aJpeg(7), { caption: 'Mango pickle 149' });
  await seller.hears('Mango pickle is in your shop');
  return /\/s\/([a-z0-9-]+)/.exec(open.text)?.[1] ?? '';
}

/** From the deep link to the tap on Order. */
async function chooses(buyer: Person, link: string, product: string): Promise<void> {
  buyer.start(`s_${link}`);
  await buyer.hears('Welcome to');
  buyer.taps(product);
  await buyer.hears('In your cart: 1');
  buyer.taps('Order');
}

/** From the deep link to the review, for somebody who ordered before. */
export async function comesAgain(buyer: Person, link: string, product: string, total: string): Promise<void> {
  await chooses(buyer, link, product);
  await buyer.hears(`Total: ${total}`);
}

/** From the deep link to the review, for somebody who ordered never before. */
export async function fillsCart(buyer: Person, link: string): Promise<void> {
  await chooses(buyer, link, 'Mango pickle');
  await buyer.hears('Your mobile number');
  buyer.tapsKeyboard('Share my number');
  await buyer.hears('Where should it go?');
  buyer.types('4 Lake View, Pune');
  await buyer.hears('Total: ₹149');
}

/** Places the order that was reviewed. @returns its number */
export async function pays(buyer: Person): Promise<string> {
  buyer.taps('cash');
  const done = await buyer.hears(/^Done\. Order HT-\w{5} is with/);
  return /HT-\w{5}/.exec(done.text)?.[0] ?? '';
}

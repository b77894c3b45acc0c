/**
 * Fills a running Haat with one believable shop, over its HTTP API as any client would, and prints the shop's link.
 * `npm run demo` fills the one at http://localhost:3000, `npm run demo -- https://shop.example` another. Run twice, it
 * finds its shop and adds nothing.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { draw } from './draw.mjs';
import { CATEGORIES, SHOP } from './products.mjs';

/** The seller's; nobody has it, and in test mode any code proves it. */
const MOBILE = '+919000012345';
const CODE = '1234';
const RUPEE = 100;

const [at = 'http://localhost:3000'] = process.argv.slice(2);
const api = `${at.replace(/\/$/, '')}/api/v1`;

try {
  process.stdout.write(`The shop is open: ${await fill()}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function fill() {
  const { token } = await call('POST', '/accounts', { mobile: MOBILE, otp: CODE });
  const { storeId, url } = await call('POST', '/stores', { name: SHOP.name, address: SHOP.address }, token, 'demo');
  await call('PATCH', `/stores/${storeId}`, SHOP.settings, token);
  const wares = CATEGORIES.flatMap(({ name: category, drawing, products }) =>
    products.map((product) => ({ category, drawing, product })),
  );
  // a shop shows its newest first, so what stands first in the list comes last
  for (const [done, { category, drawing, product }] of [...wares].reverse().entries()) {
    const [name, salePrice, mrp, description, colours, stock] = product;
    // its name alone decides how it looks and what its request is called, so that it stays one product in the next run
    const mark = createHash('sha256').update(name).digest('hex').slice(0, 12);
    const photo = await draw(drawing, colours, Number.parseInt(mark, 16) % 60);
    const fields = { name, description, category, salePrice: salePrice * RUPEE, mrp: mrp * RUPEE };
    const form = new FormData();
    for (const [field, value] of Object.entries({ ...fields, ...(stock !== undefined && { stock }) })) {
      form.set(field, String(value));
    }
    form.set('image', new Blob([photo], { type: 'image/jpeg' }), 'photo.jpg');
    await call('POST', `/stores/${storeId}/products`, form, token, `demo-${mark}`);
    if ((done + 1) % 16 === 0) process.stdout.write(`${done + 1} of ${wares.length} products\n`);
  }
  return url;
}

/** One request; waits when it is told to, and throws what the answer says when it is refused. */
async function call(method, path, body, token, key) {
  const isForm = body instanceof FormData;
  const answer = await fetch(api + path, {
    method,
    body: isForm ? body : JSON.stringify(body),
    headers: {
      ...(!isForm && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(key && { 'Idempotency-Key': key }),
    },
  }).catch((cause) => {
    throw new Error(`Nothing answers at ${at}. Start it with: npm start`, { cause });
  });
  if (answer.status === 429) {
    await sleep(Number(answer.headers.get('Retry-After') ?? 1) * 1000);
    return call(method, path, body, token, key);
  }
  const told = await answer.json();
  if (path === '/accounts' && answer.status >= 400) {
    throw new Error(`The demo needs test mode (OTP_MODE=bypass): ${told.detail}`);
  }
  if (!answer.ok) throw new Error(`${method} ${path}: ${told.detail}`);
  return told;
}

import { randomUUID } from 'node:crypto';
import { seenCart } from '../support/buyers.mjs';
import { holds } from '../support/pairs.mjs';

const PIECES = 10;
const BUYERS = 50;

const place = ({ api }, token, product) => {
  const order = { cart: seenCart([product]), name: 'Ravi Kumar', address: '12 MG Road, Pune' };
  return api('POST', '/orders', order, { token, key: randomUUID(), refused: true });
};

const addProduct = ({ api, token, storeId }, name, stock) =>
  api('POST', `/stores/${storeId}/products`, { name, category: 'Last', mrp: 9900, salePrice: 9900, stock }, { token });

/** Ten pieces go to ten of fifty who ask at once. */
export async function lastPieces(shop, buyers, name) {
  const product = await addProduct(shop, 'The last pieces', PIECES);
  const asked = Array.from({ length: BUYERS }, (_, i) => place(shop, buyers[i % buyers.length], product));
  const answers = await Promise.all(asked);
  const sold = answers.filter(({ number }) => number).length;
  const refused = answers.filter(({ status }) => status === 409).length;
  const { stock } = await shop.api('GET', `/products/${product.id}`, undefined, shop);
  return holds({
    ...{ name, what: `${BUYERS} buyers of the last ${PIECES} pieces` },
    ...{ saw: `${sold} sold, ${refused} refused, ${stock} left` },
    so: sold === PIECES && refused === BUYERS - PIECES && stock === 0,
  });
}

/** Whoever saw the price of before is shown the new one instead of being sold at either. */
export async function oldPrice(shop, buyers, name) {
  const product = await addProduct(shop, 'Dearer now', PIECES);
  await shop.api('PATCH', `/products/${product.id}`, { salePrice: 9000 }, shop);
  const asked = Array.from({ length: BUYERS }, (_, i) => place(shop, buyers[i % buyers.length], product));
  const answers = await Promise.all(asked);
  const refused = answers.filter(({ code }) => code === 'cart_changed').length;
  return holds({ name, what: 'a price of before', saw: `${refused} of ${BUYERS} refused`, so: refused === BUYERS });
}

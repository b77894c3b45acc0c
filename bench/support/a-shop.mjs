import sharp from 'sharp';
import { caller } from './call.mjs';

const CATEGORIES = 8;
const AT_ONCE = 4;
const KINDS = ['pickle', 'papad', 'kurta', 'masala', 'ladoo', 'chai', 'oil', 'diya', 'chutney', 'saree', 'basket'];
const OF = ['Mango', 'Lemon', 'Urad', 'Indigo', 'Kashmiri', 'Besan', 'Assam', 'Sesame', 'Clay', 'Mint', 'Silk', 'आम'];
const HOW = ['Sour', 'Hand-made', 'Smoked', 'Country', 'Small', 'Festival', 'Old-style', 'Rajasthani', 'Fresh'];

let mobiles = 0;

/** A number that nobody else in this run has. */
export const newMobile = () => `+9190${String(10_000_000 + mobiles++)}`;

/**
 * Opens a shop over HTTP, as any seller would.
 * @param photos whether each product has one
 * @returns `{ api, token, accountId, storeId, link, page, products: [{ id, salePrice }] }`
 */
export async function openShop(url, count, { photos = true, stock } = {}) {
  const api = caller(url);
  const { token, accountId } = await api('POST', '/accounts', { mobile: newMobile(), otp: '1234' });
  const store = await api('POST', '/stores', { name: `Bench ${count}`, address: 'Pune' }, { token });
  const products = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i);
    const made = some.map(async (i) =>
      api('POST', `/stores/${store.storeId}/products`, await aProduct(i, photos, stock), { token }),
    );
    products.push(...(await Promise.all(made)).map(({ id, salePrice }) => ({ id, salePrice })));
  }
  const { storeId, link } = store;
  return { api, token, accountId, storeId, link, page: `${url}/s/${link}`, products };
}

/** No two products share a name, a price or a photo, so that they pack no better than a seller's do. */
async function aProduct(i, hasPhoto, stock) {
  const [kind, of, how] = [KINDS[i % KINDS.length], OF[(i * 7) % OF.length], HOW[(i * 11) % HOW.length]];
  const price = 4900 + ((i * 7919) % 90_000);
  const fields = {
    ...{ name: `${how} ${of} ${kind} ${i}`, description: `${of}, ${how}.`, category: `Category ${i % CATEGORIES}` },
    ...{ mrp: price + 5000, salePrice: price, ...(stock !== undefined && { stock }) },
  };
  if (!hasPhoto) return fields;
  const background = `#${((i * 2_654_435_761) % 0xffffff).toString(16).padStart(6, '0')}`;
  const photo = await sharp({ create: { width: 320, height: 320, channels: 3, background } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  form.set('image', new Blob([photo], { type: 'image/jpeg' }), 'photo.jpg');
  return form;
}

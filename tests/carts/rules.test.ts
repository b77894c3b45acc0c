import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineChange, NewLine, priceCart } from '../../src/carts/rules.js';
import type { Product } from '../../src/catalog/model.js';
import { MAX_MONEY } from '../../src/platform/money.js';
import { mediaUrl } from '../catalog/shop.js';

const store = { deliveryCharge: 4_000, freeAbove: 50_000 };
const aProduct = (fields: Partial<Product> = {}): Product => ({
  _id: 'pickle',
  storeId: 's',
  name: 'Mango pickle',
  description: '',
  mrp: 19_900,
  salePrice: 14_900,
  categoryId: 'c',
  category: 'Pickles',
  stock: null,
  photo: null,
  hidden: false,
  deleted: false,
  createdAt: new Date(0),
  ...fields,
});
const price = (products: Product[], qty = 1) =>
  priceCart(
    store,
    products.map(({ _id: productId }) => ({ productId, qty })),
    new Map(products.map((product) => [product._id, product])),
    mediaUrl,
  );

describe('a cart', () => {
  it('costs its lines and the delivery', () => {
    expect(price([aProduct()], 2)).toEqual({
      lines: [
        {
          productId: 'pickle',
          name: 'Mango pickle',
          image: null,
          mrp: 19_900,
          salePrice: 14_900,
          qty: 2,
          lineTotal: 29_800,
          available: true,
        },
      ],
      subtotal: 29_800,
      delivery: 4_000,
      total: 33_800,
    });
  });

  it('is delivered free from the amount that the store names, and costs nothing while it is empty', () => {
    expect(price([aProduct({ salePrice: 49_999 })])).toMatchObject({ delivery: 4_000 });
    expect(price([aProduct({ salePrice: 50_000, mrp: 50_000 })])).toMatchObject({ delivery: 0, total: 50_000 });
    expect(price([])).toEqual({ lines: [], subtotal: 0, delivery: 0, total: 0 });
  });

  it.each([
    ['is hidden', { hidden: true }],
    ['was deleted', { deleted: true }],
    ['is sold out', { stock: 0 }],
    ['has fewer pieces than were chosen', { stock: 1 }],
  ])('goes on listing what %s, as not available and without counting it', (_what, fields) => {
    const lime = aProduct({ _id: 'lime', salePrice: 100 });
    const cart = price([aProduct(fields), lime], 2);
    expect(cart.lines).toMatchObject([
      { productId: 'pickle', qty: 2, lineTotal: 0, available: false },
      { productId: 'lime', lineTotal: 200, available: true },
    ]);
    expect(cart).toMatchObject({ subtotal: 200, delivery: 4_000, total: 4_200 });
  });

  it('with nothing that can be had costs nothing, not even delivery', () => {
    expect(price([aProduct({ stock: 0 })])).toMatchObject({ subtotal: 0, delivery: 0, total: 0 });
  });

  it('shows the photo in both sizes', () => {
    const [line] = price([aProduct({ photo: { key: 'k', width: 1, height: 1 } })]).lines;
    expect(line?.image).toEqual({ url: mediaUrl('p/k-1080.webp'), thumbnail: mediaUrl('p/k-320.webp') });
  });

  it('leaves out what is no product of the store', () => {
    expect(priceCart(store, [{ productId: 'nothing', qty: 1 }], new Map(), mediaUrl).lines).toEqual([]);
  });

  it('always sums up: lines to subtotal, subtotal and delivery to total, in whole exact numbers', () => {
    const product = fc.record({
      salePrice: fc.integer({ min: 1, max: MAX_MONEY }),
      stock: fc.option(fc.integer({ min: 0, max: 120 })),
      hidden: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(product, { maxLength: 100 }), fc.integer({ min: 1, max: 99 }), (fields, qty) => {
        const cart = price(
          fields.map((field, n) => aProduct({ _id: `${n}`, ...field })),
          qty,
        );
        expect(cart.lines.reduce((sum, { lineTotal }) => sum + lineTotal, 0)).toBe(cart.subtotal);
        expect(cart.subtotal + cart.delivery).toBe(cart.total);
        expect(Number.isSafeInteger(cart.total)).toBe(true);
        for (const line of cart.lines) expect(line.lineTotal).toBe(line.available ? line.salePrice * qty : 0);
      }),
    );
  });
});

describe('on the wire', () => {
  const line = { productId: 'f'.repeat(24), qty: 1, storeLink: 'asha' };
  it.each([
    ['no pieces', { ...line, qty: 0 }],
    ['more than 99 pieces', { ...line, qty: 100 }],
    ['half a piece', { ...line, qty: 0.5 }],
    ['an operator of the database', { ...line, productId: { $ne: '' } }],
    ['an unknown field', { ...line, price: 1 }],
  ])('%s is refused', (_what, sent) => expect(NewLine.safeParse(sent).success).toBe(false));

  it('a good line is taken', () => {
    expect(NewLine.parse(line)).toEqual(line);
    expect(LineChange.parse({ qty: 99, storeLink: 'asha' })).toEqual({ qty: 99, storeLink: 'asha' });
  });
});

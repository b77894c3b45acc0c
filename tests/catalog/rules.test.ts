import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Product } from '../../src/catalog/model.js';
import {
  available,
  checkProduct,
  looksDifferent,
  NewProduct,
  NewProductForm,
  ProductChange,
  ProductChangeForm,
} from '../../src/catalog/rules.js';
import { MAX_MONEY } from '../../src/platform/money.js';
import { Refusal } from '../../src/platform/refusal.js';

const pickle = { name: 'Mango pickle', description: '', mrp: 200, salePrice: 150, category: 'Pickles', stock: null };
const product: Product = {
  _id: 'p',
  storeId: 's',
  ...pickle,
  categoryId: 'c',
  photo: null,
  hidden: false,
  deleted: false,
  createdAt: new Date(0),
};

describe('a product', () => {
  it.each([
    ['price_above_mrp', { salePrice: 201 }],
    ['price_out_of_range', { salePrice: 0 }],
    ['price_out_of_range', { salePrice: 1.5 }],
    ['price_out_of_range', { mrp: MAX_MONEY + 1 }],
    ['price_out_of_range', { mrp: Number.NaN }],
    ['bad_product_name', { name: '   ' }],
    ['bad_product_name', { name: 'x'.repeat(121) }],
    ['bad_description', { description: 'x'.repeat(2001) }],
    ['bad_category', { category: '' }],
    ['bad_stock', { stock: -1 }],
    ['bad_stock', { stock: 0.5 }],
  ])('is refused as %s when that is broken', (code, fault) => {
    const refused = () => checkProduct({ ...pickle, ...fault });
    expect(refused).toThrow(code);
  });

  it('names the field at fault', () => {
    try {
      checkProduct({ ...pickle, salePrice: 201 });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ errors: [{ path: 'salePrice', message: 'should be at most mrp' }] });
    }
  });

  it('is kept with clean texts', () => {
    const typed = { ...pickle, name: ' Mango \u0000\u202e pickle\n', description: ' Hot.\r\n\r\n\r\n\r\nVery. ' };
    expect(checkProduct(typed)).toMatchObject({ name: 'Mango pickle', description: 'Hot.\n\nVery.' });
  });

  it('may have any whole prices with 0 < salePrice ≤ mrp ≤ 10^11, and no others', () => {
    const price = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.integer({ min: MAX_MONEY - 2, max: MAX_MONEY + 2 }));
    fc.assert(
      fc.property(price, price, (mrp, salePrice) => {
        const fits = salePrice > 0 && salePrice <= mrp && mrp <= MAX_MONEY;
        const check = () => checkProduct({ ...pickle, mrp, salePrice });
        if (fits) expect(check()).toEqual({ ...pickle, mrp, salePrice });
        else expect(check).toThrow(Refusal);
      }),
    );
  });

  it('can be bought while it is visible and not sold out', () => {
    expect(available(product)).toBe(true);
    expect(available({ ...product, stock: 3 })).toBe(true);
    expect(available({ ...product, stock: 0 })).toBe(false);
    expect(available({ ...product, hidden: true })).toBe(false);
    expect(available({ ...product, deleted: true })).toBe(false);
  });
});

describe('a buyer notices', () => {
  it.each([
    ['a new price', { salePrice: 140 }],
    ['a new photo', { photo: { key: 'k', width: 1, height: 1 } }],
    ['the last piece going', { stock: 0 }],
    ['that its pieces are counted from now on', { stock: 4 }],
    ['that it is gone', { hidden: true }],
  ])('%s', (_what, change) => expect(looksDifferent(product, { ...product, ...change })).toBe(true));

  it.each([
    ['how many are left', { stock: 4 }, { stock: 5 }],
    ['a new price of what is hidden', { hidden: true, salePrice: 140 }, { hidden: true }],
    ['that a hidden one is deleted', { hidden: true, deleted: true }, { hidden: true }],
  ])('but not %s', (_what, after, before) =>
    expect(looksDifferent({ ...product, ...before }, { ...product, ...after })).toBe(false),
  );
});

describe('on the wire', () => {
  const asJson = { name: 'Pickle', mrp: 200, salePrice: 150, category: 'Pickles' };
  const asForm = { ...asJson, mrp: '200', salePrice: ' 150 ' };

  it('a form says the same as JSON', () => {
    expect(NewProductForm.parse(asForm)).toEqual(NewProduct.parse(asJson));
    expect(NewProductForm.parse({ ...asForm, stock: '12' }).stock).toBe(12);
    expect(NewProductForm.parse({ ...asForm, stock: '' }).stock).toBeNull();
  });

  it('null clears, in a form the empty field', () => {
    const cleared = { description: '', stock: null, image: null };
    expect(ProductChangeForm.parse({ description: '', stock: '', image: '' })).toEqual(cleared);
    expect(ProductChange.parse({ description: null, stock: null, image: null })).toMatchObject({ stock: null });
    expect(ProductChangeForm.parse({ hidden: 'false' })).toEqual({ hidden: false });
    expect(ProductChangeForm.parse({})).toEqual({});
  });

  it.each([
    ['an unknown field', { ...asForm, price: '3' }],
    ['a price with a point', { ...asForm, mrp: '200.5' }],
    ['a price in another notation', { ...asForm, mrp: '0x20' }],
    ['an empty price', { ...asForm, mrp: '' }],
    ['a huge number', { ...asForm, mrp: '9'.repeat(400) }],
    ['an operator of the database', { ...asForm, name: { $ne: '' } }],
  ])('%s is refused', (_what, form) => expect(NewProductForm.safeParse(form).success).toBe(false));

  it('the schemas can be written down as JSON Schema', () => {
    for (const schema of [NewProduct, NewProductForm, ProductChange, ProductChangeForm]) {
      expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/stores/model.js';
import { type ApiAnswer, type Problem, testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aStore, aSeller, aProduct, aCustomer, anOrder, tokenOf } = testShop();
const api = testApi(services);

type Imported = {
  importId: string;
  state: string;
  new: number;
  changed: number;
  unchanged: number;
  wrong: { line: number; code: string; message: string }[];
  ignoredColumns: string[];
  progress: { lines: number; done: number; added: number; changed: number; leftOut: unknown[] };
};

const asForm = (bytes: string | Uint8Array<ArrayBuffer>, field = 'file'): FormData => {
  const form = new FormData();
  form.set(field, new Blob([bytes]), 'products.csv');
  return form;
};
/** Sends a CSV as it is; `query` as in `?apply=true`. */
const send = (
  store: Store,
  body: string | Uint8Array,
  { key, query = '', type = 'text/csv' }: { key?: string; query?: string; type?: string } = {},
) =>
  api.post<Imported>(`/stores/${store._id}/products/import${query}`, {
    token: tokenOf(store),
    body,
    headers: { 'content-type': type },
    ...(key !== undefined && { key }),
  });
const sendForm = (store: Store, form: FormData) =>
  api.post<Imported>(`/stores/${store._id}/products/import`, { token: tokenOf(store), body: form });
const codeOf = ({ status, body }: ApiAnswer): string => `${status} ${(body as Problem).code}`;
const names = async (store: Store): Promise<string[]> =>
  (await services.products.list(store._id)).items.map(({ name }) => name).sort();

const TABLE = 'name,salePrice,stock,colour\nMango pickle,149,12,red\nLemon,99,,\nPapad,cheap,,';

describe('an import over HTTP', () => {
  it('is checked line by line and changes nothing yet', async () => {
    const store = await aStore();
    const { status, body } = await send(store, TABLE);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'previewed', new: 2, changed: 0, unchanged: 0, ignoredColumns: ['colour'] });
    expect(body.wrong).toEqual([
      { line: 4, code: 'price_not_found', message: 'I found no price in "cheap". Send only the number, like 149.' },
    ]);
    expect(await names(store)).toEqual([]);
  });

  it('is put in by a call of its own, and tells how far it is', async () => {
    const store = await aStore();
    const { importId } = (await send(store, TABLE)).body;
    const path = `/imports/${importId}`;
    const [first, again] = [
      await api.post<Imported>(`${path}/apply`, { token: tokenOf(store) }),
      await api.post<Imported>(`${path}/apply`, { token: tokenOf(store) }),
    ];
    expect([first.status, first.body.state, again.status]).toEqual([202, 'applying', 202]);
    await services.imports.run(importId);
    const { body } = await api.get<Imported>(path, { token: tokenOf(store) });
    expect(body).toMatchObject({ state: 'done', progress: { lines: 2, done: 2, added: 2, changed: 0, leftOut: [] } });
    expect(await names(store)).toEqual(['Lemon', 'Mango pickle']);
  });

  it('may be put in at once', async () => {
    const store = await aStore();
    const { body } = await send(store, TABLE, { query: '?apply=true' });
    expect(body.state).toBe('applying');
    await services.imports.run(body.importId);
    expect(await names(store)).toEqual(['Lemon', 'Mango pickle']);
    const again = await send(store, TABLE, { query: '?apply=true' });
    expect(again.body).toMatchObject({ state: 'done', new: 0, unchanged: 2 });
  });

  it('comes as a form, too', async () => {
    const store = await aStore();
    expect((await sendForm(store, asForm(TABLE))).body).toMatchObject({ new: 2 });
    expect(codeOf(await sendForm(store, asForm(TABLE, 'sheet')))).toBe('422 bad_request');
    const more = asForm(TABLE);
    more.set('name', 'Mango');
    expect(codeOf(await sendForm(store, more))).toBe('422 bad_request');
    const none = new FormData();
    none.set('x', 'y');
    expect(codeOf(await sendForm(store, none))).toBe('422 bad_request');
  });

  it('of the same Idempotency-Key is the same import', async () => {
    const store = await aStore();
    const [one, other] = await Promise.all([send(store, TABLE, { key: 'k' }), send(store, TABLE, { key: 'k' })]);
    expect(other?.body.importId).toBe(one?.body.importId);
    expect(codeOf(await send(store, 'name,salePrice\nMango,1', { key: 'k' }))).toBe('422 idempotency_key_reused');
  });

  it("is nobody else's", async () => {
    const store = await aStore();
    const { importId } = (await send(store, TABLE)).body;
    const { token } = await aSeller();
    const buyer = await aCustomer();
    expect(codeOf(await api.get(`/imports/${importId}`, { token }))).toBe('404 no_import');
    expect(codeOf(await api.post(`/imports/${importId}/apply`, { token }))).toBe('404 no_import');
    expect(codeOf(await api.get(`/imports/${importId}`, { token: buyer.token }))).toBe('403 wrong_side');
    expect(codeOf(await api.get(`/imports/${importId}`))).toBe('401 bad_token');
    const path = `/stores/${store._id}/products/import`;
    expect(codeOf(await api.post(path, { token, body: TABLE, headers: { 'content-type': 'text/csv' } }))).toBe(
      '404 no_store',
    );
  });

  it('that was called off is not put in', async () => {
    const store = await aStore();
    const { importId } = (await send(store, TABLE)).body;
    await services.imports.cancel(store.accountId, importId);
    expect(codeOf(await api.post(`/imports/${importId}/apply`, { token: tokenOf(store) }))).toBe('409 import_stopped');
  });
});

describe('hostile bytes', () => {
  const bytes = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'));
  const big = new Uint8Array(5 * 1024 * 1024 + 1).fill(97);
  const random = new Uint8Array(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256));

  it.each<[what: string, body: string | Uint8Array, said: string]>([
    ['a spreadsheet', bytes('504b030414000600'), '415 csv_wanted'],
    ['any bytes', random, '415 csv_wanted'],
    ['5 MB and a byte', big, '413 file_too_big'],
    ['5,001 lines', `name,salePrice${'\nMango,1'.repeat(5001)}`, '422 csv_too_many_lines'],
    ['no header', 'Mango,149\nLemon,99', '422 csv_columns'],
    ['NULs', 'name,salePrice\nMango\0,1', '415 csv_wanted'],
    ['10,000 columns', `name,salePrice${',x'.repeat(10_000)}\nMango,1`, '422 csv_too_many_columns'],
    ['an open quote', 'name,salePrice\n"Mango,1', '422 csv_quote_open'],
    ['nothing at all', '', '400 unreadable'],
    ['a mark and nothing', '\ufeff', '422 csv_empty'],
  ])('%s are refused in words, bare and in a form', async (_, body, said) => {
    const store = await aStore();
    const bare = await send(store, body);
    expect(codeOf(bare)).toBe(said);
    expect((bare.body as unknown as Problem).detail).toMatch(/^[A-Z].*\S$/);
    const inForm = await sendForm(store, asForm(typeof body === 'string' ? body : new Uint8Array(body)));
    expect(codeOf(inForm)).toBe(said === '400 unreadable' ? '422 csv_empty' : said);
    expect(await names(store)).toEqual([]);
  });

  it('of 16 MB are refused as a file, not as a photo', async () => {
    const store = await aStore();
    expect(codeOf(await sendForm(store, asForm(new Uint8Array(16 * 1024 * 1024))))).toBe('413 file_too_big');
  });

  it.each(['application/json', 'image/png', ''])('of the type %j are refused', async (type) => {
    expect(codeOf(await send(await aStore(), TABLE, { type }))).toBe('415 wrong_type');
  });

  it.each(['text/csv; charset=utf-16', 'application/vnd.ms-excel', 'TEXT/PLAIN'])(
    'of the type %j are read',
    async (type) => {
      expect((await send(await aStore(), TABLE, { type })).status).toBe(201);
    },
  );

  it.each(['?apply=maybe', '?apply=true&apply=false', '?other=1'])('in the query %s are refused', async (query) => {
    expect(codeOf(await send(await aStore(), TABLE, { query }))).toBe('422 bad_request');
  });
});

describe('an export over HTTP', () => {
  const get = (store: Store, what: string, token = tokenOf(store)) =>
    api.get(`/stores/${store._id}/${what}/export`, { token });

  it('is a file that a spreadsheet opens', async () => {
    const store = await aStore();
    const mango = await aProduct({ store, name: '=Mango' });
    await anOrder([[mango, 2]]);
    const products = await get(store, 'products');
    expect(products.status).toBe(200);
    expect(products.headers.get('content-type')).toContain('text/csv');
    expect(products.headers.get('content-disposition')).toBe(`attachment; filename="products-${store.link}.csv"`);
    expect(products.text).toContain("'=Mango,Pickles,199,149,,,INR\r\n");
    expect((await get(store, 'orders')).text).toContain('2 × =Mango (298)');
    expect((await get(store, 'customers')).text).toMatch(/Ravi,\(\+91\) \d{5} \d{5},1,/);
    // fetch takes the mark away; the import does it itself
    expect((await send(store, products.text)).body).toMatchObject({ unchanged: 1, new: 0, wrong: [] });
  });

  it("is only the seller's", async () => {
    const store = await aStore();
    const [other, buyer] = [await aSeller(), await aCustomer()];
    for (const what of ['products', 'orders', 'customers']) {
      expect(codeOf(await get(store, what, other.token))).toBe('404 no_store');
      expect(codeOf(await get(store, what, buyer.token))).toBe('403 wrong_side');
    }
    const head = await fetch(api.url(`/api/v1/stores/${store._id}/products/export`), {
      method: 'HEAD',
      headers: { authorization: `Bearer ${tokenOf(store)}` },
    });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  });

  it('that breaks before it begins is told in words', async () => {
    const store = await aStore();
    await aProduct({ store });
    const products = services.db.model('Product');
    const { find } = products;
    Object.assign(products, {
      find: () => {
        throw new Error('broken');
      },
    });
    const answer = await get(store, 'products').finally(() => Object.assign(products, { find }));
    expect(codeOf(answer)).toBe('500 broken');
  });
});

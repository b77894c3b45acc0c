import { z } from 'zod';
import { sellerView } from '../../catalog/product-view.js';
import { NewProduct, NewProductForm, ProductChange, ProductChangeForm } from '../../catalog/rules.js';
import { pageOf, pageQuery } from '../edge/pages.js';
import { PathParam } from '../edge/path-params.js';
import { answer, bare, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { ProductSchema } from './product-schema.js';
import { storeOfProduct } from './store-of-product.js';

const tag = 'products';
const ofStore = z.object({ storeId: PathParam.storeId });
const ofProduct = z.object({ productId: PathParam.productId });
const RULES = [
  'bad_product_name',
  'bad_description',
  'bad_category',
  'price_out_of_range',
  'price_above_mrp',
  'bad_stock',
];
/** Some clients send the field also when nobody chose a file. */
const FormWithImage = NewProductForm.extend({ image: z.literal('').optional() });
const pickle = { name: 'Mango pickle 500 g', mrp: 19900, salePrice: 14900, category: 'Pickles', stock: 12 };

type Deps = Pick<Services, 'stores' | 'products' | 'photos' | 'mediaUrl'>;

export const productRoutes = ({ stores, products, photos, mediaUrl }: Deps): Route[] => [
  route(
    {
      id: 'addProduct',
      method: 'post',
      path: '/stores/{storeId}/products',
      tag,
      summary: 'Puts a product up for sale at once, with a photo when it comes as a form',
      auth: 'seller',
      params: ofStore,
      body: NewProduct.meta({ examples: [pickle] }),
      form: { file: 'image', body: FormWithImage },
      idempotent: 'accepted',
      answers: { 201: ProductSchema },
      refuses: { 422: RULES },
    },
    async ({ params, body, file, caller, once, unhurried }) => {
      const store = await stores.own(caller.accountId, params.storeId);
      const photo = file && (await unhurried(() => photos.take(file)));
      const product = await products.add(store, { ...body, photo }, once);
      return answer(201, sellerView(product, mediaUrl));
    },
  ),
  route(
    {
      id: 'listProducts',
      method: 'get',
      path: '/stores/{storeId}/products',
      tag,
      summary: "A store's products, hidden ones too, the newest first",
      auth: 'seller',
      params: ofStore,
      query: z.strictObject({ ...pageQuery, q: z.string().max(200).optional() }),
      answers: { 200: pageOf(ProductSchema) },
      refuses: { 422: ['bad_cursor'] },
    },
    async ({ params, query, caller }) => {
      const store = await stores.own(caller.accountId, params.storeId);
      const { items, nextCursor } = await products.list(store._id, query);
      return answer(200, { items: items.map((product) => sellerView(product, mediaUrl)), nextCursor });
    },
  ),
  route(
    {
      id: 'readProduct',
      method: 'get',
      path: '/products/{productId}',
      tag,
      summary: 'A product',
      auth: 'seller',
      params: ofProduct,
      answers: { 200: ProductSchema },
    },
    async ({ params: { productId }, caller }) => {
      const store = await storeOfProduct({ stores, products }, caller.accountId, productId);
      return answer(200, sellerView(await products.find(store, productId), mediaUrl));
    },
  ),
  route(
    {
      id: 'changeProduct',
      method: 'patch',
      path: '/products/{productId}',
      tag,
      summary:
        'Changes a product; absent is unchanged, null (in a form an empty text) clears. The header Change-Id undoes it',
      auth: 'seller',
      params: ofProduct,
      body: ProductChange.meta({ examples: [{ salePrice: 12900, stock: null }] }),
      form: { file: 'image', body: ProductChangeForm },
      idempotent: 'accepted',
      answers: { 200: ProductSchema },
      refuses: { 422: RULES },
    },
    async ({ params: { productId }, body, file, caller, once, unhurried }) => {
      const store = await storeOfProduct({ stores, products }, caller.accountId, productId);
      const { image, ...fields } = body;
      const photo = file ? await unhurried(() => photos.take(file)) : image;
      const { product, changeId } = await products.change(store, productId, { ...fields, photo }, once);
      return answer(200, sellerView(product, mediaUrl), { 'Change-Id': changeId });
    },
  ),
  route(
    {
      id: 'deleteProduct',
      method: 'delete',
      path: '/products/{productId}',
      tag,
      summary:
        'Takes a product away; carts and orders still know its name. The header Change-Id undoes it for 10 minutes',
      auth: 'seller',
      params: ofProduct,
      idempotent: 'accepted',
      answers: { 204: null },
    },
    async ({ params: { productId }, caller, once }) => {
      const store = await storeOfProduct({ stores, products }, caller.accountId, productId);
      const { changeId } = await products.remove(store, productId, once);
      return bare(204, { 'Change-Id': changeId });
    },
  ),
  route(
    {
      id: 'undoChange',
      method: 'post',
      path: '/stores/{storeId}/changes/{changeId}/undo',
      tag,
      summary: 'Takes back a change, a removal or, by the id of the product, an addition; within 10 minutes',
      auth: 'seller',
      params: ofStore.extend({ changeId: z.string().regex(/^[0-9a-f]{24}(-[0-9A-Za-z]{1,20})?$/) }),
      idempotent: 'accepted',
      answers: { 200: ProductSchema },
      refuses: { 404: ['no_change'], 409: ['undo_too_late', 'undo_overtaken'] },
    },
    async ({ params, caller, once }) => {
      const store = await stores.own(caller.accountId, params.storeId);
      return answer(200, sellerView(await products.undo(store, params.changeId, once), mediaUrl));
    },
  ),
  route(
    {
      id: 'sellAgain',
      method: 'post',
      path: '/products/{productId}/back-in-stock',
      tag,
      summary: 'Sells again what was said to be sold out, with as many pieces as it had then',
      auth: 'seller',
      params: ofProduct,
      idempotent: 'accepted',
      answers: { 200: ProductSchema },
      refuses: { 409: ['stock_unknown'] },
    },
    async ({ params: { productId }, caller, once }) => {
      const store = await storeOfProduct({ stores, products }, caller.accountId, productId);
      const { product, changeId } = await products.putBack(store, productId, once);
      return answer(200, sellerView(product, mediaUrl), { 'Change-Id': changeId });
    },
  ),
];

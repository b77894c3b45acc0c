import { z } from 'zod';
import { LineChange, NewCart, NewLine } from '../../carts/rules.js';
import { PathParam } from '../edge/path-params.js';
import { answer, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { CartSchema } from './cart-schema.js';

const tag = 'carts';
const ofCart = z.object({ cartId: PathParam.cartId });
const ofLine = z.object({ cartId: PathParam.cartId, productId: PathParam.productId });
const asRefused = {
  404: ['no_shop', 'no_product'],
  409: ['cart_other_store'],
  422: ['bad_qty', 'cart_full'],
} as const;
const chosen = { qty: 2, storeLink: 'asha-pickles' };

export const cartRoutes = ({ carts }: Pick<Services, 'carts'>): Route[] => [
  route(
    {
      id: 'createCart',
      method: 'post',
      path: '/carts',
      tag,
      summary: 'An empty cart of a store; it lives 30 days from its last change',
      body: NewCart.meta({ examples: [{ storeLink: 'asha-pickles' }] }),
      idempotent: 'accepted',
      answers: { 201: CartSchema },
      refuses: { 404: ['no_shop'] },
    },
    async ({ body, once, address }) => answer(201, await carts.create(body.storeLink, once, address)),
  ),
  route(
    {
      id: 'readCart',
      method: 'get',
      path: '/carts/{cartId}',
      tag,
      summary: 'The cart, named and priced as of now',
      params: ofCart,
      answers: { 200: CartSchema },
    },
    async ({ params }) => answer(200, await carts.read(params.cartId)),
  ),
  route(
    {
      id: 'addLine',
      method: 'post',
      path: '/carts/{cartId}/lines',
      tag,
      summary: 'Adds so many of a product to what the cart has of it',
      params: ofCart,
      body: NewLine.meta({ examples: [{ productId: '6923a0f1c5d2e84b7a901234', ...chosen }] }),
      idempotent: 'accepted',
      answers: { 200: CartSchema },
      refuses: asRefused,
    },
    async ({ params, body, once }) => answer(200, await carts.add(params.cartId, body, once)),
  ),
  route(
    {
      id: 'setLine',
      method: 'put',
      path: '/carts/{cartId}/lines/{productId}',
      tag,
      summary: 'Makes it so many of a product, whatever the cart had of it',
      params: ofLine,
      body: LineChange.meta({ examples: [chosen] }),
      idempotent: 'accepted',
      answers: { 200: CartSchema },
      refuses: asRefused,
    },
    async ({ params, body, once }) => answer(200, await carts.set(params.cartId, params.productId, body, once)),
  ),
  route(
    {
      id: 'removeLine',
      method: 'delete',
      path: '/carts/{cartId}/lines/{productId}',
      tag,
      summary: 'Takes a line out; the answer is the cart, also when the line was not there',
      params: ofLine,
      idempotent: 'accepted',
      answers: { 200: CartSchema },
    },
    async ({ params, once }) => answer(200, await carts.remove(params.cartId, params.productId, once)),
  ),
];

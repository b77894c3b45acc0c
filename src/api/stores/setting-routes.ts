import { z } from 'zod';
import type { Once } from '../../platform/once.js';
import type { StoreChanged } from '../../stores/change.js';
import { StoreSettings } from '../../stores/rules.js';
import { PathParam } from '../edge/path-params.js';
import { answer, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { StoreSchema, storeView } from './store-schema.js';

const tag = 'stores';
const params = z.object({ storeId: PathParam.storeId });
const hours = { from: '09:00', to: '21:00', closedDays: [7] };

/** How a store is set; each change is taken back by the id that comes in `Change-Id`, for 10 minutes. */
export function settingRoutes({ settings, stores }: Pick<Services, 'settings' | 'stores'>): Route[] {
  const viewOf = ({ store, changeId }: StoreChanged) =>
    answer(200, storeView(store, stores.url, stores.now()), { ...(changeId && { 'Change-Id': changeId }) });
  const verb = (
    id: string,
    path: string,
    summary: string,
    act: (accountId: string, storeId: string, once: Once | undefined) => Promise<StoreChanged>,
  ): Route =>
    route(
      {
        ...{ id, summary, tag, params, method: 'post', auth: 'seller', idempotent: 'accepted' },
        path: `/stores/{storeId}/${path}`,
        answers: { 200: StoreSchema },
      },
      async ({ params, caller, once }) => viewOf(await act(caller.accountId, params.storeId, once)),
    );

  return [
    route(
      {
        id: 'readStore',
        method: 'get',
        path: '/stores/{storeId}',
        tag,
        summary: 'A store of the seller, with all that can be set',
        auth: 'seller',
        params,
        answers: { 200: StoreSchema },
      },
      async ({ params, caller }) =>
        answer(200, storeView(await stores.own(caller.accountId, params.storeId), stores.url, stores.now())),
    ),
    route(
      {
        id: 'changeStore',
        method: 'patch',
        path: '/stores/{storeId}',
        tag,
        summary: 'Changes a store; absent is unchanged, null clears. The currency only while there is no order',
        auth: 'seller',
        params,
        body: StoreSettings.meta({
          examples: [
            { name: 'Asha Pickles & More', deliveryCharge: 4000, freeAbove: 50000 },
            { link: 'asha-and-more' },
            { hours, pickup: true },
            { upiVpa: null, paymentText: 'Bank of Jaipur, 1234 5678\nSend me the receipt' },
          ],
        }),
        idempotent: 'accepted',
        answers: { 200: StoreSchema },
        refuses: { 409: ['link_taken', 'too_many_links', 'currency_fixed'], 422: ['price_out_of_range'] },
      },
      async ({ params, body, caller, once }) =>
        viewOf(await settings.change(caller.accountId, params.storeId, body, once)),
    ),
    verb('closeToday', 'close-today', 'Takes no orders until the next opening of a later day', (...of) =>
      stores.closeToday(...of),
    ),
    verb('openAgain', 'open-again', 'Takes orders again, after it was closed for today or by hand', (...of) =>
      stores.openAgain(...of),
    ),
    route(
      {
        id: 'undoStoreChange',
        method: 'post',
        path: '/stores/{storeId}/settings/{changeId}/undo',
        tag,
        summary: 'Takes back a change of the store; within 10 minutes',
        auth: 'seller',
        params: params.extend({ changeId: z.string().regex(/^store\.[0-9a-f]{24}-[0-9A-Z]{1,20}$/) }),
        idempotent: 'accepted',
        answers: { 200: StoreSchema },
        refuses: { 404: ['no_change'], 409: ['undo_too_late', 'undo_overtaken', 'currency_fixed'] },
      },
      async ({ params: { storeId, changeId }, caller }) => {
        await stores.own(caller.accountId, storeId);
        return viewOf(await settings.undo(caller.accountId, changeId));
      },
    ),
  ];
}

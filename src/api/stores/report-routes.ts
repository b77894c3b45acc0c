import { z } from 'zod';
import { Id } from '../../platform/ids.js';
import { DAYS, type Days } from '../../reports/periods.js';
import type { Report } from '../../reports/service.js';
import type { Store } from '../../stores/model.js';
import { PathParam } from '../edge/path-params.js';
import { answer, PNG, type Route, route } from '../edge/route.js';
import { Amount, Time } from '../edge/schemas.js';
import type { Services } from '../services.js';
import { keptPicture } from './kept-picture.js';

const tag = 'stores';
const params = z.object({ storeId: PathParam.storeId });
const query = z.strictObject({
  days: z.enum(['1', '7', '30']).default('1').meta({ description: "Today, or so many days of the store's time zone." }),
});

const sum = { orders: z.int().min(0), revenue: Amount };

const ReportSchema = z
  .object({
    days: z.literal(DAYS),
    from: Time,
    to: Time,
    timeZone: z.string(),
    currency: z.string(),
    ...sum,
    average: Amount.nullable(),
    lost: z.int().min(0).meta({ description: 'Rejected or cancelled; in none of the other numbers.' }),
    buyers: z.int().min(0),
    returning: z.int().min(0).meta({ description: 'Buyers who had ordered before the period.' }),
    best: z.array(z.object({ productId: Id, name: z.string(), pieces: z.int().min(1), revenue: Amount })).max(5),
    bars: z.array(z.object({ at: Time, ...sum })).meta({ description: 'Hours of today, else days.' }),
    before: z
      .object({ from: Time, to: Time, ...sum })
      .meta({ description: 'The period before, up to the same time of its last day.' }),
  })
  .meta({ id: 'Report' });

/** How a store does, in numbers and as a picture. */
export function reportRoutes(services: Pick<Services, 'stores' | 'reports' | 'media' | 'texts'>): Route[] {
  const { stores, reports, media, texts } = services;
  return [
    route(
      {
        id: 'readReport',
        method: 'get',
        path: '/stores/{storeId}/report',
        tag,
        summary: 'Orders, revenue, best sellers and returning buyers of today, 7 or 30 days',
        auth: 'seller',
        params,
        query,
        answers: { 200: ReportSchema },
      },
      async ({ params, query, caller }) => {
        const store = await stores.own(caller.accountId, params.storeId);
        return answer(200, reportView(store, await reports.of(store, daysOf(query))));
      },
    ),
    route(
      {
        id: 'drawChart',
        method: 'get',
        path: '/stores/{storeId}/chart.png',
        tag,
        summary: 'The same revenue as bars, 1080 × 1080',
        auth: 'seller',
        params,
        query,
        answers: { 200: PNG, 304: null },
        refuses: { 404: ['no_media'] },
      },
      async ({ params, query, caller, header, unhurried }) => {
        const store = await stores.own(caller.accountId, params.storeId);
        const report = await reports.of(store, daysOf(query));
        const { language } = store;
        const key = await unhurried(() => reports.chart(store, report, texts.t(language), language));
        return keptPicture(media, key, header('if-none-match'));
      },
    ),
  ];
}

const daysOf = ({ days }: { days: string }): Days => DAYS.find((one) => String(one) === days) ?? 1;

const reportView = ({ timeZone, currency }: Store, { period, bars, before, ...counted }: Report) => ({
  ...{ days: period.days, from: period.from.toISOString(), to: period.to.toISOString(), timeZone, currency },
  ...counted,
  bars: bars.map(({ at, ...sum }) => ({ at: at.toISOString(), ...sum })),
  before: { from: period.before.from.toISOString(), to: period.before.to.toISOString(), ...before },
});

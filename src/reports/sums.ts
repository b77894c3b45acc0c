import type { PipelineStage } from 'mongoose';
import { givesBack, STATUSES } from '../orders/statuses.js';
import type { Money } from '../platform/money.js';
import type { Span } from './periods.js';

/** What was rejected or cancelled brings nothing. */
const LOST = STATUSES.filter(givesBack);
export const STANDING = { status: { $nin: LOST } };

export type Sum = { orders: number; revenue: Money };
export type Best = { productId: string; name: string; pieces: number; revenue: Money };

const MOST_BEST = 5;
const sum = { orders: { $sum: 1 }, revenue: { $sum: '$total' } } as const;

const within = ({ from, to }: Span) => ({ $gte: from, $lt: to });

/** What a period came to, as the one document of an aggregation: read once, by the index of a store's times. */
export type PeriodSums = {
  bars: (Sum & { _id: Date })[];
  best: (Omit<Best, 'productId'> & { _id: string })[];
  buyers: { buyers: number; returning: number }[];
  lost: { orders: number }[];
};

/** @param marks bounds of the bars */
export const periodSums = (storeId: string, span: Span, marks: Date[]): PipelineStage[] => [
  { $match: { storeId, createdAt: within(span) } },
  { $sort: { createdAt: 1 } },
  {
    $facet: {
      bars: [{ $match: STANDING }, { $bucket: { groupBy: '$createdAt', boundaries: marks, output: sum } }],
      best: [
        { $match: STANDING },
        { $unwind: '$lines' },
        {
          $group: {
            _id: '$lines.productId',
            name: { $last: '$lines.name' },
            pieces: { $sum: '$lines.qty' },
            revenue: { $sum: '$lines.lineTotal' },
          },
        },
        { $sort: { pieces: -1, revenue: -1, _id: 1 } },
        { $limit: MOST_BEST },
      ],
      buyers: [
        { $match: STANDING },
        { $group: { _id: '$customerId' } },
        {
          // one order before the period is enough
          $lookup: {
            from: 'orders',
            localField: '_id',
            foreignField: 'customerId',
            pipeline: [
              { $match: { storeId, createdAt: { $lt: span.from }, ...STANDING } },
              { $limit: 1 },
              { $project: { _id: 1 } },
            ],
            as: 'earlier',
          },
        },
        { $group: { _id: null, buyers: { $sum: 1 }, returning: { $sum: { $size: '$earlier' } } } },
      ],
      lost: [{ $match: { status: { $in: LOST } } }, { $count: 'orders' }],
    },
  },
];

/** Orders and revenue of a span alone. */
export const spanSum = (storeId: string, span: Span): PipelineStage[] => [
  { $match: { storeId, createdAt: within(span), ...STANDING } },
  { $group: { _id: null, ...sum } },
];

/** The same for many stores at once, by their ids. */
export const sumsOf = (storeIds: readonly string[], span: Span): PipelineStage[] => [
  { $match: { storeId: { $in: [...storeIds] }, createdAt: within(span), ...STANDING } },
  { $group: { _id: '$storeId', ...sum } },
];

/** What each of these stores sold most pieces of. */
export const bestOf = (storeIds: readonly string[], span: Span): PipelineStage[] => [
  { $match: { storeId: { $in: [...storeIds] }, createdAt: within(span), ...STANDING } },
  { $unwind: '$lines' },
  {
    $group: {
      _id: { storeId: '$storeId', productId: '$lines.productId' },
      name: { $last: '$lines.name' },
      pieces: { $sum: '$lines.qty' },
    },
  },
  { $sort: { pieces: -1, _id: 1 } },
  { $group: { _id: '$_id.storeId', name: { $first: '$name' }, pieces: { $first: '$pieces' } } },
];

/** How many orders of each of these stores wait for an answer. */
export const waitingOf = (storeIds: readonly string[]): PipelineStage[] => [
  { $match: { storeId: { $in: [...storeIds] }, status: 'placed' } },
  { $group: { _id: '$storeId', orders: { $sum: 1 } } },
];

import { z } from 'zod';
import { imageOf } from '../../catalog/product-view.js';
import { Id } from '../../platform/ids.js';
import { type Line, SIDES, type Talk } from '../../talks/model.js';
import { LineText, NewLine } from '../../talks/rules.js';
import type { Speaker } from '../../talks/service.js';
import { pageOf, pageQueryById } from '../edge/pages.js';
import { PathParam } from '../edge/path-params.js';
import { answer, type Buyer, type Route, route, type Seller } from '../edge/route.js';
import { ImageSchema, Time } from '../edge/schemas.js';
import type { Services } from '../services.js';

const tag = 'talks';
const ofTalk = z.object({ talkId: PathParam.talkId });

const LineSchema = z
  .object({ n: z.int().min(1), from: z.enum(SIDES), at: Time, text: z.string(), image: ImageSchema.nullable() })
  .meta({ id: 'TalkLine' });

const TalkSchema = z
  .object({
    talkId: Id,
    storeId: Id,
    about: z.object({ kind: z.enum(['product', 'order']), id: Id, label: z.string() }),
    name: z.string(),
    open: z.boolean(),
    startedAt: Time,
    lastAt: Time,
  })
  .meta({ id: 'Talk' });

const Opening = z
  .union([z.strictObject({ productId: Id, text: LineText }), z.strictObject({ orderId: Id, text: LineText })])
  .meta({ examples: [{ productId: '6923a0f1c5d2e84b7a901234', text: 'Is it very hot?' }] });

type Deps = Pick<Services, 'talks' | 'stores' | 'customers' | 'mediaUrl'>;

export function talkRoutes({ talks, stores, customers, mediaUrl }: Deps): Route[] {
  const speakerOf = (caller: Seller | Buyer): Speaker =>
    caller.audience === 'seller'
      ? { side: 'seller', accountId: caller.accountId }
      : { side: 'buyer', customerId: caller.customerId };
  const view = (talk: Talk) => ({
    ...{ talkId: talk._id, storeId: talk.storeId, name: talk.name, open: talks.isOpen(talk) },
    about: { kind: talk.about.kind, id: talk.about.id, label: talk.about.label },
    startedAt: talk.startedAt.toISOString(),
    lastAt: talk.lastAt.toISOString(),
  });
  const lineView = ({ n, from, at, text, photo }: Line) => ({
    ...{ n, from, at: at.toISOString(), text, image: imageOf(photo ?? null, mediaUrl) },
  });

  return [
    route(
      {
        id: 'askSeller',
        method: 'post',
        path: '/talks',
        tag,
        summary: 'Asks the seller about a product or an own order; goes on with the open talk about it',
        auth: 'customer',
        body: Opening,
        idempotent: 'accepted',
        answers: { 201: TalkSchema },
        refuses: { 404: ['no_product', 'no_order'] },
      },
      async ({ body, caller, once }) => {
        const { name = '' } = await customers.known(caller.customerId);
        const asker = { customerId: caller.customerId, name };
        const thing = 'productId' in body ? { productId: body.productId } : { orderId: body.orderId };
        const talk = await talks.open(asker, thing);
        await talks.say(talk._id, { side: 'buyer', ...asker }, { text: body.text }, once);
        return answer(201, view(await talks.read(talk._id, { side: 'buyer', ...asker })));
      },
    ),
    route(
      {
        id: 'listTalks',
        method: 'get',
        path: '/stores/{storeId}/talks',
        tag,
        summary: 'Talks with the buyers of a store, the newest first',
        auth: 'seller',
        params: z.object({ storeId: PathParam.storeId }),
        query: z.strictObject(pageQueryById),
        answers: { 200: pageOf(TalkSchema) },
      },
      async ({ params, query, caller }) => {
        const store = await stores.own(caller.accountId, params.storeId);
        const { items, nextCursor } = await talks.ofStore(store._id, query);
        return answer(200, { items: items.map(view), nextCursor });
      },
    ),
    route(
      {
        id: 'readTalk',
        method: 'get',
        path: '/talks/{talkId}/messages',
        tag,
        summary: 'What was said, oldest first; the last 200',
        auth: 'either',
        params: ofTalk,
        answers: { 200: z.object({ talk: TalkSchema, items: z.array(LineSchema) }) },
      },
      async ({ params, caller }) => {
        const talk = await talks.read(params.talkId, speakerOf(caller));
        return answer(200, { talk: view(talk), items: talk.lines.map(lineView) });
      },
    ),
    route(
      {
        id: 'sayInTalk',
        method: 'post',
        path: '/talks/{talkId}/messages',
        tag,
        summary: 'Says something; it is passed on to the other side',
        auth: 'either',
        params: ofTalk,
        body: NewLine.meta({ examples: [{ text: 'Only a little. Our children eat it.' }] }),
        idempotent: 'accepted',
        answers: { 201: LineSchema },
        refuses: { 409: ['talk_over'] },
      },
      async ({ params, body, caller, once }) => {
        const { line } = await talks.say(params.talkId, speakerOf(caller), body, once);
        return answer(201, lineView(line));
      },
    ),
    route(
      {
        id: 'endTalk',
        method: 'post',
        path: '/talks/{talkId}/end',
        tag,
        summary: 'Ends a talk; the other side is told',
        auth: 'either',
        params: ofTalk,
        answers: { 200: TalkSchema },
      },
      async ({ params, caller }) => answer(200, view(await talks.end(params.talkId, speakerOf(caller)))),
    ),
  ];
}

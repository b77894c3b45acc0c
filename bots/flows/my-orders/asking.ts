import { Note } from '../../../src/orders/rules.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { goTo, pass, type Step } from '../../conversation/flow.js';
import { isRefused } from '../buy/shop.js';
import type { Deps } from '../deps.js';
import { photosOf } from '../photos-of.js';
import type { Turn } from './turn.js';

type Here<At extends Turn['at']> = Extract<Turn, { at: At }>;
type One = { customerId: string; orderId: string };

const toOrder = ({ customerId, orderId }: One): Turn => ({ at: 'order', customerId, orderId });

/** Whether an order is to be taken back, which cannot be undone. */
export const cancel: Step<Here<'cancel'>, Turn, Deps> = {
  async ask({ customerId, orderId }, { orders, t }) {
    const { number } = await orders.ofCustomerById(customerId, orderId);
    return {
      text: t('buy.sureToCancel', { number }),
      choices: [
        { id: 'yes', label: t('buy.yesCancel') },
        { id: 'no', label: t('buy.noKeep') },
      ],
    };
  },
  async accept({ choice }, here, { orders, onceKey }) {
    if (choice === 'no') return goTo(toOrder(here));
    if (choice !== 'yes') return pass();
    try {
      await orders.cancel(here.customerId, here.orderId, { key: onceKey });
    } catch (error) {
      // the shop was quicker: the order itself says how it stands
      if (!isRefused(error, 'illegal_status')) throw error;
    }
    return goTo(toOrder(here));
  },
  back: toOrder,
};

/** A picture of the payment, where the buyer has one. */
export const paid: Step<Here<'paid'>, Turn, Deps> = {
  async ask({ customerId, orderId }, { orders, t }) {
    const { number } = await orders.ofCustomerById(customerId, orderId);
    return {
      text: t('buy.askPaid', { number }),
      ask: 'photo',
      choices: [{ id: 'skip', label: t('buy.noPicture') }],
    };
  },
  async accept(answer, here, deps) {
    const [first, second] = photosOf(answer);
    if (second) throw new Refusal('one_photo', 422);
    if (!first && answer.choice !== 'skip') return pass();
    const photo = first && (await deps.photos.take(await deps.fetch(first.ref)));
    const { number, storeId } = await deps.orders.claimPaid(here.customerId, here.orderId, photo, {
      key: deps.onceKey,
    });
    const { name: shop } = await deps.stores.byId(storeId);
    return goTo(toOrder(here), { text: deps.t('buy.claimed', { number, shop }) });
  },
  back: toOrder,
};

/** What the shop is to know of the order. */
export const note: Step<Here<'note'>, Turn, Deps> = {
  async ask({ customerId, orderId }, { orders, t }) {
    const found = await orders.ofCustomerById(customerId, orderId);
    return {
      text: t('buy.askNewNote', { number: found.number }),
      ask: 'text',
      choices: found.note ? [{ id: 'no-note', label: t('buy.removeNote') }] : [],
    };
  },
  async accept({ text, choice }, here, deps) {
    if (text === undefined && choice !== 'no-note') return pass();
    const read = Note.safeParse(text ?? '');
    if (!read.success) throw new Refusal('bad_note', 422);
    const { number } = await deps.orders.setNote(here.customerId, here.orderId, read.data, { key: deps.onceKey });
    return goTo(toOrder(here), { text: deps.t('buy.noted', { number }) });
  },
  back: toOrder,
};

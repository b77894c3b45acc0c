import { Counter, PutButton } from './add-form.js';
import { piecesOf, type ShopContext } from './context.js';
import { ChatIcon } from './icons.js';
import { orderPath } from './paths.js';
import { chatUrlOf } from './shop-header.js';

/** What is in the cart and what it comes to, and the way to order it; while it is empty, the way into the chat. */
export function CartBar({ context }: { context: ShopContext }) {
  const { reader, cart } = context;
  const { t, money, number } = reader;
  const pieces = piecesOf(cart);
  const said =
    cart && pieces > 0
      ? t('storefront.cart', { count: pieces, pieces: number(pieces), total: money(cart.subtotal) })
      : undefined;
  return (
    <>
      <nav class="bar">
        <div id="bar" role="status">
          {said === undefined ? <ToChat context={context} /> : <ToOrder context={context} said={said} />}
        </div>
      </nav>
      <template id="bar-order">
        <ToOrder context={context} said="" />
      </template>
      <template id="bar-chat">
        <ToChat context={context} />
      </template>
      <template id="put">
        <PutButton name="{product}" reader={reader} />
      </template>
      <template id="count-of">
        <Counter name="{product}" qty={1} reader={reader} />
      </template>
    </>
  );
}

const ToOrder = ({ context: { store, reader }, said }: { context: ShopContext; said: string }) => (
  <a class="to-order" href={orderPath(store.link)}>
    <span class="said-so">{said}</span>
    <span class="go">{reader.t('storefront.order')}</span>
  </a>
);

const ToChat = ({ context }: { context: ShopContext }) => (
  <a class="to-chat" href={chatUrlOf(context)}>
    <ChatIcon />
    {context.reader.t('storefront.orderInChat')}
  </a>
);

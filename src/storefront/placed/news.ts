import type { Response } from 'express';
import type { Order } from '../../orders/model.js';
import type { Orders } from '../../orders/service.js';
import type { Logger } from '../../platform/logger.js';
import { Refusal } from '../../platform/refusal.js';

const LOOK_MS = 2000;
const HEARTBEAT_MS = 15_000;
/** More than one process should hold open; a browser that is refused looks again by itself. */
const MOST_OPEN = 2000;

export type News = ReturnType<typeof createNews>;

/**
 * Server-sent events of orders that somebody looks at: `moved`, once the order's history is longer than what the page
 * shows. The page then loads itself again.
 */
export function createNews({ orders, logger }: { orders: Pick<Orders, 'ofCustomerById'>; logger: Logger }) {
  const open = new Set<Response>();
  let stopping = false;

  return {
    /** @param seen how many entries of the history the page shows */
    async follow(res: Response, { _id, customerId }: Pick<Order, '_id' | 'customerId'>, seen: number): Promise<void> {
      if (stopping || open.size >= MOST_OPEN) throw new Refusal('stopping', 503);
      open.add(res);
      res.set({
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
      res.flushHeaders();
      res.write('retry: 3000\n\n');
      let timer: NodeJS.Timeout | undefined;
      const heartbeat = setInterval(() => res.write(': here\n\n'), HEARTBEAT_MS);
      res.once('close', () => {
        clearInterval(heartbeat);
        clearTimeout(timer);
        open.delete(res);
      });
      const look = async (): Promise<void> => {
        try {
          const { history } = await orders.ofCustomerById(customerId, _id);
          if (history.length > seen) return void res.end(`event: moved\ndata: ${history.length}\n\n`);
        } catch (error) {
          logger.debug({ err: error }, 'a look at an order did not go through');
        }
        if (open.has(res)) timer = setTimeout(() => void look(), LOOK_MS);
      };
      await look();
    },

    /** Ends every line, so that the server can close. */
    quiet(): void {
      stopping = true;
      for (const res of open) res.end();
    },
  };
}

import type { testDb } from '../support/db.js';
import type { Product } from '../support/processes.js';
import type { Moments } from './moments.js';

type Held = { _id: string; lease?: { by: string } };

/** The chats as they stand in the database of all processes, to see who holds what. */
export function heldChats(db: ReturnType<typeof testDb>) {
  const chats = db.collection<Held>('chats');
  const heldBy = ({ pid }: Product) => ({ 'lease.by': { $regex: `^${pid}\\.` } });

  return {
    count: (process: Product): Promise<number> => chats.countDocuments(heldBy(process)),

    /** Stops a process while it works: it holds chats, and messages wait in them. */
    async stopInTheMiddle(process: Product, moments: Moments): Promise<void> {
      for (;;) {
        await process.kill('SIGSTOP');
        if ((await chats.countDocuments({ ...heldBy(process), 'inbox.1': { $exists: true } })) > 0) return;
        await process.kill('SIGCONT');
        await moments.after(3);
      }
    },
  };
}

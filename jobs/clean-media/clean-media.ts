import { z } from 'zod';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import { defineJob } from '../queue/job.js';

/** Long enough for whoever uploaded a photo to finish what it is for. */
const KEPT_DAYS = 7;
const BATCH = 500;

/** Says which of these media keys something still refers to. Every area that keeps keys gives one. */
export type InUse = (keys: readonly string[]) => Promise<readonly string[]>;

/** Removes media that was last put 7 days ago or more and that nothing refers to. */
export const cleanMedia = (deps: { media: MediaStorage; inUse: readonly InUse[]; clock: Clock; logger: Logger }) =>
  defineJob({
    name: 'clean-media',
    data: z.object({}),
    async run() {
      const { media, inUse, clock, logger } = deps;
      const oldest = new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000);
      let removed = 0;
      const clean = async (keys: readonly string[]): Promise<void> => {
        const used = new Set((await Promise.all(inUse.map((ask) => ask(keys)))).flat());
        const unused = keys.filter((key) => !used.has(key));
        // whoever uploads one of them again in this moment makes it young before referring to it
        const gone = await Promise.all(unused.map((key) => media.deleteOld(key, oldest)));
        removed += gone.filter(Boolean).length;
      };
      const batch: string[] = [];
      for await (const key of media.list(oldest)) {
        batch.push(key);
        if (batch.length === BATCH) await clean(batch.splice(0));
      }
      await clean(batch);
      if (removed > 0) logger.info({ removed }, 'media that nothing refers to is gone');
    },
  });

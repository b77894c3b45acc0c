import { LRUCache } from 'lru-cache';
import { asJpeg } from '../../src/platform/media/as-jpeg.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Rendered } from '../conversation/render.js';
import type { Handed } from './compose.js';
import { isRefused } from './faults.js';
import type { Graph } from './graph.js';

const MOST_KNOWN = 1000;
/** Meta keeps what it was handed for 30 days. */
const KNOWN_FOR_MS = 25 * 86_400_000;

export type Handover = ReturnType<typeof createHandover>;

/** Pictures and files that go out: handed to Meta once, and named by the id they have there for as long as it keeps them. */
export function createHandover(deps: { graph: Pick<Graph, 'upload'>; media: Pick<MediaStorage, 'read'>; now(): Date }) {
  const { graph, media, now } = deps;
  const known = new LRUCache<string, { id: string; until: number }>({ max: MOST_KNOWN });

  async function idOf(key: string, make: () => Promise<string | undefined>): Promise<string | undefined> {
    const kept = known.get(key);
    if (kept && kept.until > now().getTime()) return kept.id;
    const id = await make();
    if (id !== undefined) known.set(key, { id, until: now().getTime() + KNOWN_FOR_MS });
    return id;
  }

  return {
    /** Undefined when there is none, or it is gone by now, or Meta does not take it: its words then go alone. */
    async of({ photo, file }: Rendered): Promise<Handed | undefined> {
      const key = file?.key ?? photo;
      if (key === undefined) return undefined;
      try {
        const id = await idOf(key, async () => {
          const bytes = await media.read(key);
          if (!bytes) return undefined;
          // Meta's list of types has no CSV; its name tells what it is
          if (file) return graph.upload(new Uint8Array(bytes), 'text/plain', file.name);
          // and WebP is for stickers
          const jpeg = await asJpeg(bytes);
          return jpeg && graph.upload(new Uint8Array(jpeg), 'image/jpeg', 'photo.jpg');
        });
        if (id === undefined) return undefined;
        return file ? { kind: 'document', id, filename: file.name } : { kind: 'image', id };
      } catch (error) {
        if (isRefused(error)) return undefined;
        throw error;
      }
    },

    /** Forgets what Meta takes no more. @returns whether it was known */
    forget: ({ photo, file }: Rendered): boolean => known.delete(file?.key ?? photo ?? ''),
  };
}

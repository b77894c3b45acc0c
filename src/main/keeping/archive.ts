import { z } from 'zod';
import { isMediaKey } from '../../platform/media/media-storage.js';

/**
 * An archive is a tar file that any tar can list: `haat.json` says what it is, `data/<collection>/<n>.ndjson.gz` has
 * documents as lines of canonical extended JSON, `media/<key>` the photos, and `end.json`, the last, has the sum over
 * all before it: what was cut off has none, and what was altered has another.
 */
export const FORMAT = 1;

export const HEADER = 'haat.json';
export const END = 'end.json';

export const Header = z.object({
  format: z.literal('haat'),
  version: z.int().min(1),
  /** Of the Haat that made it. */
  madeBy: z.string(),
  at: z.iso.datetime(),
});
export type Header = z.infer<typeof Header>;

const Count = z.int().min(0);

export const End = z.object({
  /** How many documents of each collection. */
  documents: z.record(z.string(), Count),
  media: Count,
  /** Over name, size and content of every member before this one. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type End = z.infer<typeof End>;

/** The archive is not one, or not whole; the message is for the operator. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive';
}

/** @throws Error for a collection that could not be told from its member again */
export function dataName(collection: string, n: number): string {
  const name = `data/${collection}/${String(n).padStart(6, '0')}.ndjson.gz`;
  if (!partOf(name)) throw new Error(`The collection ${collection} has a name that an archive cannot hold.`);
  return name;
}
export const mediaName = (key: string): string => `media/${key}`;

/** What a member's name says it is; undefined for what does not belong into an archive. */
export function partOf(name: string): { collection: string } | { key: string } | undefined {
  const collection = /^data\/([A-Za-z_][A-Za-z0-9_.-]{0,99})\/\d{6}\.ndjson\.gz$/.exec(name)?.[1];
  if (collection) return { collection };
  const key = name.startsWith('media/') ? name.slice('media/'.length) : '';
  return isMediaKey(key) ? { key } : undefined;
}

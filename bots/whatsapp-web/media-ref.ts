import { z } from 'zod';

/** What it takes to fetch and read a photo or file: WhatsApp tells it once, with the message. */
const MediaKeys = z.object({
  kind: z.enum(['image', 'document']),
  url: z.string().optional(),
  path: z.string().optional(),
  key: z.base64(),
  /** Hashes (SHA-256) of what is fetched, and of what is in it. */
  sealed: z.base64(),
  plain: z.base64(),
  bytes: z.number(),
});
export type MediaKeys = z.infer<typeof MediaKeys>;

type Media = {
  url?: string | null;
  directPath?: string | null;
  mediaKey?: Uint8Array | null;
  fileEncSha256?: Uint8Array | null;
  fileSha256?: Uint8Array | null;
  fileLength?: { toString(): string } | number | null;
};

const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');

/** The reference of a photo or file, which is all that is needed to fetch it. */
export function mediaRef(kind: MediaKeys['kind'], media: Media): string {
  const keys: MediaKeys = {
    kind,
    ...(media.url && { url: media.url }),
    ...(media.directPath && { path: media.directPath }),
    key: base64(media.mediaKey),
    sealed: base64(media.fileEncSha256),
    plain: base64(media.fileSha256),
    bytes: Number(String(media.fileLength ?? 0)) || 0,
  };
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** @throws Error when it is no reference of ours */
export const readRef = (ref: string): MediaKeys =>
  MediaKeys.parse(JSON.parse(Buffer.from(ref, 'base64url').toString('utf8')));

import { z } from 'zod';

export const MEDIA_KINDS = ['image', 'document'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

const Base64 = z.string().max(100);
const Ref = z.object({
  kind: z.enum(MEDIA_KINDS),
  url: z.string().max(2000).optional(),
  directPath: z.string().max(2000).optional(),
  /** Of the bytes as they are encrypted, and as they are. */
  enc: Base64,
  plain: Base64,
  key: Base64,
  bytes: z.number().nonnegative(),
});
export type WhatsAppMedia = z.infer<typeof Ref>;

type Told = {
  url?: string | null;
  directPath?: string | null;
  mediaKey?: Uint8Array | null;
  fileEncSha256?: Uint8Array | null;
  fileSha256?: Uint8Array | null;
  fileLength?: unknown;
};

/** Where a photo or file is, and what opens it: all that is needed later, as one text. */
export function refOf(
  { url, directPath, mediaKey, fileEncSha256, fileSha256, fileLength }: Told,
  kind: MediaKind,
): string {
  const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');
  const ref: WhatsAppMedia = {
    kind,
    ...(url && { url }),
    ...(directPath && { directPath }),
    ...{ enc: base64(fileEncSha256), plain: base64(fileSha256), key: base64(mediaKey) },
    bytes: Math.max(0, Number(fileLength ?? 0) || 0),
  };
  return JSON.stringify(ref);
}

/** @throws when it is none of ours */
export const readRef = (ref: string): WhatsAppMedia => Ref.parse(JSON.parse(ref));

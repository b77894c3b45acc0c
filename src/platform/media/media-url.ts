import { resolve } from 'node:path';
import { z } from 'zod';
import { SafeUrl } from '../safe-url.js';

/** Where an S3-compatible store is and how it is opened. */
export type S3Place = {
  kind: 's3';
  bucket: string;
  /** Before each key: empty, or with a slash at its end. */
  prefix: string;
  /** Undefined for the region's own at Amazon. */
  endpoint: string | undefined;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

/** Where photos are kept, as `MEDIA_URL` names it. */
export type MediaPlace = { kind: 'disk'; folder: string } | S3Place;

const SHAPE = 'should be file:<folder> or s3://<bucket>[/<prefix>]?endpoint=https://…&region=…';

/** What of an `s3://` address is taken; a word that is not known is a mistake that would be missed otherwise. */
const S3Url = z.object({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the bucket has 3 to 63 of a-z, 0-9, . and -'),
  prefix: z.string().regex(/^([A-Za-z0-9_-][A-Za-z0-9_.-]*\/)*$/, 'the prefix has letters, digits, _, -, . and /'),
  asked: z.strictObject({
    endpoint: SafeUrl.transform((url) => url.replace(/\/+$/, '')).optional(),
    region: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'the region is one like eu-central-1')
      .default('us-east-1'),
  }),
});

type Parsed = { folder: string } | z.infer<typeof S3Url>;

/** `file:<folder>` or `s3://<bucket>/<prefix>?endpoint=…&region=…`. */
export const MediaUrl = z.string().transform((text, context): Parsed => {
  if (text.startsWith('file:')) return { folder: text.replace(/^file:(\/\/)?/, '') };
  const url = text.startsWith('s3://') && URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && !url.username && !url.password && !url.port && !url.hash;
  const parsed = S3Url.safeParse({
    bucket: url?.hostname,
    prefix: url?.pathname.replace(/^\/+|\/+$/g, '').replace(/.$/, '$&/'),
    asked: Object.fromEntries(url?.searchParams ?? []),
  });
  if (isPlain && parsed.success) return parsed.data;
  const why = url && !parsed.success ? `: ${parsed.error.issues[0]?.message}` : '';
  context.addIssue(`${SHAPE}${why}`);
  return z.NEVER;
});

/** @throws Error that names the variables that an `s3://` address needs beside it */
export function mediaPlace(
  value: {
    MEDIA_URL?: Parsed | undefined;
    AWS_ACCESS_KEY_ID?: string | undefined;
    AWS_SECRET_ACCESS_KEY?: string | undefined;
  },
  folder: string,
): MediaPlace {
  const { MEDIA_URL: parsed, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = value;
  if (!parsed) return { kind: 'disk', folder };
  if ('folder' in parsed) return { kind: 'disk', folder: resolve(parsed.folder) };
  if (!accessKeyId || !secretAccessKey) {
    throw new Error('AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: should be set, too, where MEDIA_URL begins with s3://.');
  }
  const { bucket, prefix, asked } = parsed;
  return { kind: 's3', bucket, prefix, endpoint: asked.endpoint, region: asked.region, accessKeyId, secretAccessKey };
}

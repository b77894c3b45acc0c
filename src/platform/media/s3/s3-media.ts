import { buffer } from 'node:stream/consumers';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { Logger } from '../../logger.js';
import { contentTypeOf } from '../content-type.js';
import { isMediaKey, type Media, type MediaStorage } from '../media-storage.js';
import type { S3Place } from '../media-url.js';
import { patientStream } from './patient-stream.js';
import { connectS3, isMissing, whyRefused } from './s3-calls.js';

/** Whether something put at that time, of which a store may tell the whole second only, was put before `date`. */
const isOlder = (put: Date | undefined, date: Date): boolean =>
  put !== undefined && Math.floor(put.getTime() / 1000) * 1000 + 1000 <= date.getTime();

/**
 * Keeps media in an S3-compatible store, which any number of processes may share. A store has what it was given whole
 * or not at all, and answers once it is safe there.
 * @throws Error in words when the store answers that it will not be opened
 */
export async function openS3Media(place: S3Place, logger: Logger): Promise<MediaStorage> {
  const { call, fault } = connectS3(place, logger);
  const Bucket = place.bucket;
  const at = (key: string) => ({ Bucket, Key: `${place.prefix}${key}` });
  const known = (key: string): string => {
    if (!isMediaKey(key)) throw new Error('a media key has a character it must not have');
    return key;
  };

  async function get(key: string): Promise<Media | undefined> {
    if (!isMediaKey(key)) return undefined;
    const found = await call((s3, options) => s3.send(new GetObjectCommand(at(key)), options)).catch(orMissing);
    if (!found?.Body || found.ContentLength === undefined) return undefined;
    const stream = patientStream(found.Body, found.ContentLength, fault);
    return { stream, bytes: found.ContentLength, contentType: contentTypeOf(key) };
  }

  const storage: MediaStorage = {
    async put(key, bytes) {
      const what = { ...at(known(key)), Body: bytes, ContentLength: bytes.length, ContentType: contentTypeOf(key) };
      // one that is there already is written over: a look whether it is there costs a call, too
      await call((s3, options) => s3.send(new PutObjectCommand(what), options));
    },
    get,
    async read(key) {
      const found = await get(key);
      return found && buffer(found.stream);
    },
    async delete(key) {
      await call((s3, options) => s3.send(new DeleteObjectCommand(at(known(key))), options));
    },
    async deleteOld(key, olderThan) {
      const head = await call((s3, options) => s3.send(new HeadObjectCommand(at(known(key))), options)).catch(
        orMissing,
      );
      if (!isOlder(head?.LastModified, olderThan)) return false;
      // S3 removes under no condition of age, so this follows at once and is not tried again later
      await call((s3, options) => s3.send(new DeleteObjectCommand(at(key)), options), 'once');
      return true;
    },
    async *list(olderThan) {
      let ContinuationToken: string | undefined;
      do {
        const asked = { Bucket, Prefix: place.prefix, ContinuationToken };
        const page = await call((s3, options) => s3.send(new ListObjectsV2Command(asked), options));
        for (const { Key = '', LastModified } of page.Contents ?? []) {
          const key = Key.slice(place.prefix.length);
          // what somebody else left there is none of our business
          if (isMediaKey(key) && isOlder(LastModified, olderThan)) yield key;
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    },
  };

  await call((s3, options) => s3.send(new HeadBucketCommand({ Bucket }), options), 'once').catch((error: unknown) => {
    const why = whyRefused(error);
    if (why) throw new Error(`MEDIA_URL: the store answers ${why} for the bucket ${Bucket}.`, { cause: error });
  });
  return storage;
}

function orMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}

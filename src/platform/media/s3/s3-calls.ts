import { S3Client, type S3ServiceException } from '@aws-sdk/client-s3';
import type { Logger } from '../../logger.js';
import { type Refusal, unavailable } from '../../refusal.js';
import type { S3Place } from '../media-url.js';

const CONNECT_MS = 1000;
/** One try, with what is sent and until the answer begins. */
const TRY_MS = 6000;
/** All tries of one call: whoever waits for it is to be answered within 10 s. */
const CALL_MS = 9000;
const TRIES = 3;

export type S3Calls = {
  /**
   * Makes a call. What fails in passing is tried three times, with growing pauses and jitter, and at most 9 s in all.
   * @throws Refusal `unavailable` when the store does not answer or is not well; what it refuses is thrown as it is
   */
  call<T>(ask: (s3: S3Client, options: { abortSignal: AbortSignal }) => Promise<T>, tries?: 'once'): Promise<T>;
  /** Logs that the store is not well, for the operator. @returns what to tell the person who waits */
  fault(error: unknown): Refusal;
};

/** Calls to a store; nothing is connected before the first of them. */
export function connectS3(place: S3Place, logger: Logger): S3Calls {
  const { endpoint, region, accessKeyId, secretAccessKey } = place;
  const connect = (maxAttempts: number) =>
    new S3Client({
      region,
      credentials: { accessKeyId, secretAccessKey },
      // stores other than Amazon's seldom have a name for each bucket
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      // nothing but our own configuration is asked
      ignoreConfiguredEndpointUrls: true,
      maxAttempts,
      retryMode: 'standard',
      // older stores know none of the newer sums; the signature has one of all that is sent
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: TRY_MS, throwOnRequestTimeout: true },
    });
  const patient = connect(TRIES);
  const single = connect(1);
  const fault = (error: unknown): Refusal => {
    logger.warn({ err: error, endpoint, bucket: place.bucket }, 'the store of media does not answer as it should');
    return unavailable();
  };
  return {
    async call(ask, tries) {
      try {
        return await ask(tries === 'once' ? single : patient, { abortSignal: AbortSignal.timeout(CALL_MS) });
      } catch (error) {
        throw whyRefused(error) ? error : fault(error);
      }
    },
    fault,
  };
}

const isAnswer = (error: unknown): error is S3ServiceException => error instanceof Error && '$metadata' in error;

/** The status of what the store refuses for good, with its name; undefined for what may go through later. */
export function whyRefused(error: unknown): string | undefined {
  const status = isAnswer(error) ? (error.$metadata.httpStatusCode ?? 0) : 0;
  const isFinal = status >= 300 && status < 500 && status !== 408 && status !== 429;
  return isFinal && isAnswer(error) ? `${status} ${error.name}` : undefined;
}

/** Whether the store said that there is nothing under the key. */
export const isMissing = (error: unknown): boolean =>
  isAnswer(error) && (error.name === 'NoSuchKey' || error.name === 'NotFound');

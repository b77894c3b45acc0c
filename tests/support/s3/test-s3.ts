import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { freePort } from '../../../src/platform/embedded/ports.js';
import { watch } from '../../../src/platform/embedded/watchdog.js';
import type { S3Place } from '../../../src/platform/media/media-url.js';
import type { Env } from '../processes.js';
import { installMoto } from './install-moto.js';

/** Where moto is; to be looked at with `skipIf` before `testS3` is called. */
export const moto: string | undefined = await installMoto();

export type TestS3 = { place: S3Place; env: Env; port: number };

const KEYS = { accessKeyId: 'asha', secretAccessKey: 'a secret of hers' };
const SERVE = fileURLToPath(new URL('serve-moto.py', import.meta.url));

/**
 * A store that speaks S3, with a bucket of this file's own. To be called at the top of a file; its fields can be used
 * from the first test on. It is gone after the last test.
 */
export function testS3(): TestS3 {
  const bucket = `photos-${randomBytes(6).toString('hex')}`;
  const s3 = {} as TestS3;
  let server: ChildProcess | undefined;
  beforeAll(async () => {
    if (!moto) return;
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    server = spawn('python3', [SERVE, '-p', String(port)], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PYTHONPATH: moto },
      stdio: 'ignore',
    });
    if (server.pid !== undefined) watch(server.pid);
    await answers(endpoint, server);
    const client = new S3Client({ endpoint, region: 'us-east-1', credentials: KEYS, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    client.destroy();
    Object.assign(s3, {
      port,
      place: { kind: 's3', bucket, prefix: 'haat/', endpoint, region: 'us-east-1', ...KEYS },
      env: {
        MEDIA_URL: `s3://${bucket}/haat?endpoint=${endpoint}`,
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      },
    } satisfies TestS3);
  });
  afterAll(async () => {
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  });
  return s3;
}

async function answers(endpoint: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`moto ended with code ${server.exitCode}`);
    if (await fetch(endpoint).catch(() => undefined)) return;
    await sleep(20);
  }
}

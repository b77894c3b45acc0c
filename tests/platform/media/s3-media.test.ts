import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../src/platform/embedded/ports.js';
import { createLogger } from '../../../src/platform/logger.js';
import type { MediaStorage } from '../../../src/platform/media/media-storage.js';
import { openMedia } from '../../../src/platform/media/open-media.js';
import { patientStream } from '../../../src/platform/media/s3/patient-stream.js';
import { unavailable } from '../../../src/platform/refusal.js';
import { moto, testS3 } from '../../support/s3/test-s3.js';

const s3 = testS3();
const PICTURE = Buffer.from('picture');
/** No XML, which is all that a store itself says. */
const PAGE_OF_A_PROXY = '<!doctype html>\n<html>\n<title>503</title>\n<h1>Service Unavailable</h1>';

const place = (port: number) => ({
  ...{ kind: 's3', bucket: 'photos', prefix: '', endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1' },
  ...{ accessKeyId: 'asha', secretAccessKey: 'a secret of hers' },
});
const open = (port: number): Promise<MediaStorage> => openMedia({ ...place(port), kind: 's3' }, createLogger('silent'));

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A store that answers as it is told, and counts what it is asked. */
async function aStore(answer: RequestListener): Promise<{ media: MediaStorage; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    if (req.method === 'HEAD' && req.url === '/photos/') return void res.end();
    asked.push(`${req.method} ${req.url?.split('?')[0]}`);
    req.resume().on('end', () => answer(req, res));
  });
  onTestFinished(() => server.closeAllConnections());
  return { media: await open(await portOf(server)), asked };
}

const refused = { code: 'unavailable', status: 503 };

describe('a store of media', () => {
  it('that is not there is told as not available, to whoever puts or asks, and is no reason not to start', async () => {
    const media = await open(await freePort());
    await expect(media.put('p/a.webp', PICTURE, 'image/webp')).rejects.toMatchObject(refused);
    await expect(media.get('p/a.webp')).rejects.toMatchObject(refused);
    await expect(media.read('p/a.webp')).rejects.toMatchObject(refused);
    await expect(media.delete('p/a.webp')).rejects.toMatchObject(refused);
    await expect(media.deleteOld('p/a.webp', new Date())).rejects.toMatchObject(refused);
    await expect(media.list(new Date())[Symbol.asyncIterator]().next()).rejects.toMatchObject(refused);
  });

  it('that takes a call and says nothing is given up', async () => {
    const silent = createTcpServer((socket) => void socket.on('error', () => undefined));
    const media = await open(await portOf(silent));
    await expect(media.read('p/a.webp')).rejects.toMatchObject(refused);
  }, 60_000);

  it('that is busy for a moment is asked again, three times at most', async () => {
    let busy = 2;
    const { media, asked } = await aStore((_req, res) => {
      if (busy-- > 0) res.writeHead(503, { 'Content-Type': 'text/html' }).end(PAGE_OF_A_PROXY);
      else res.end();
    });
    await media.put('p/a.webp', PICTURE, 'image/webp');
    expect(asked).toEqual(Array(3).fill('PUT /photos/p/a.webp'));

    busy = 4;
    await expect(media.put('p/b.webp', PICTURE, 'image/webp')).rejects.toMatchObject(refused);
    expect(asked).toHaveLength(6);
  });

  it('that refuses for good is not asked again, and is no busy store', async () => {
    const { media, asked } = await aStore((_req, res) => void res.writeHead(403).end());
    const told = await media.put('p/a.webp', PICTURE, 'image/webp').catch((error: unknown) => error);
    expect(told).not.toMatchObject(refused);
    expect(asked).toHaveLength(1);
  });

  it('never takes away what it does not know to be old, and asks to once', async () => {
    const old = new Date('2026-01-01T00:00:00Z');
    const { media, asked } = await aStore((req, res) => {
      if (req.method === 'HEAD') res.setHeader('Last-Modified', old.toUTCString());
      res.writeHead(req.method === 'DELETE' ? 503 : 200).end();
    });
    expect(await media.deleteOld('p/a.webp', new Date(old.getTime() + 999))).toBe(false);
    await expect(media.deleteOld('p/a.webp', new Date(old.getTime() + 1000))).rejects.toMatchObject(refused);
    expect(asked).toEqual(['HEAD /photos/p/a.webp', 'HEAD /photos/p/a.webp', 'DELETE /photos/p/a.webp']);
  });

  it('that breaks off in the middle of a photo leaves no half of one', async () => {
    const { media } = await aStore((_req, res) => {
      res.writeHead(200, { 'Content-Length': '1000' });
      res.write('only this', () => res.destroy());
    });
    await expect(media.read('p/a.webp')).rejects.toMatchObject(refused);
  });

  it.skipIf(!moto)('that has no such bucket is a reason not to start, in words', async () => {
    const opened = openMedia({ ...s3.place, bucket: 'nobody-s' }, createLogger('silent'));
    await expect(opened).rejects.toThrow('MEDIA_URL: the store answers 404 NotFound for the bucket nobody-s.');
  });
});

describe('what a store sends', () => {
  const faults: unknown[] = [];
  const fault = (why: unknown) => {
    faults.push(why);
    return unavailable();
  };

  it('is given up when nothing more comes, but not for a reader who takes their time', async () => {
    const silent = new Readable({ read: () => undefined });
    silent.push('half');
    await expect(buffer(patientStream(silent, 8, fault, 20))).rejects.toMatchObject(refused);
    expect(silent.destroyed).toBe(true);

    const ready = patientStream(Readable.from([Buffer.from('ha'), Buffer.from('lf')]), 4, fault, 20);
    const read: string[] = [];
    for await (const chunk of ready) {
      await new Promise((done) => setTimeout(done, 30));
      read.push(String(chunk));
    }
    expect(read.join('')).toBe('half');
  });

  it('is held to its length, and let go when nobody reads it', async () => {
    const short = patientStream(Readable.from([Buffer.from('half')]), 8, fault);
    await expect(buffer(short)).rejects.toMatchObject(refused);
    expect(String(faults.at(-1))).toContain('it sent 4 bytes of 8');

    const unread = Readable.from([Buffer.from('a')]);
    patientStream(unread, 1, fault).destroy();
    await expect.poll(() => unread.destroyed).toBe(true);
  });
});

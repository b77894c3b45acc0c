import { execFileSync } from 'node:child_process';
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { hkdf, sha256 } from './nodes.js';
import type { World } from './world.js';

/** Puts bytes where WhatsApp keeps what people send, encrypted as their phones do. @param alter changes a byte of it */
export function keepMedia(world: World, bytes: Buffer, kind: 'Image' | 'Document', { alter = false } = {}) {
  const mediaKey = randomBytes(32);
  const keys = hkdf(mediaKey, 112, Buffer.alloc(32), `WhatsApp ${kind} Keys`);
  const [iv, cipherKey, macKey] = [keys.subarray(0, 16), keys.subarray(16, 48), keys.subarray(48, 80)];
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const mac = createHmac('sha256', macKey).update(iv).update(text).digest().subarray(0, 10);
  const whole = Buffer.concat([text, mac]);
  const fileEncSha256 = sha256(whole);
  const directPath = `/v/t62/${fileEncSha256.toString('hex')}.enc`;
  const kept = Buffer.from(whole);
  if (alter) kept.writeUInt8(kept.readUInt8(8) ^ 0xff, 8);
  world.media.set(directPath, kept);
  return {
    url: `${world.mediaHost.download}${directPath}`,
    ...{ directPath, mediaKey, fileEncSha256, fileSha256: sha256(bytes), fileLength: bytes.length },
  };
}

/** Takes uploads, and gives out what is kept, in the mood of the world. */
const serveMedia =
  (world: World): RequestListener =>
  async (req, res) => {
    const path = (req.url ?? '').split('?')[0] ?? '';
    if (req.method === 'POST') {
      const directPath = `${path.replace('/mms/', '/v/t62/')}.enc`;
      world.media.set(directPath, await buffer(req));
      world.note('upload', { path });
      res.end(JSON.stringify({ url: `https://${world.mediaHost.upload}${directPath}`, direct_path: directPath }));
      return;
    }
    const { media } = world.mood;
    const bytes = media === 'missing' ? undefined : world.media.get(path);
    world.note('download', { path });
    if (!bytes) return void res.writeHead(404).end();
    res.writeHead(200, { 'content-length': bytes.length });
    if (media === 'whole') return void res.end(bytes);
    res.write(bytes.subarray(0, bytes.length >> 1), () => {
      if (media === 'cut') res.destroy();
    });
  };

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/**
 * The servers of media: over TLS as in life, with a certificate of its own in `dir`, and without, for what a test
 * downloads by itself.
 */
export async function startMedia(world: World, dir: string) {
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = ['-subj', '/CN=fake-whatsapp', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject];
  execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, serveMedia(world));
  const open = createServer(serveMedia(world));
  world.mediaHost = { upload: await listening(tls), download: `http://${await listening(open)}` };
  return {
    cert,
    async stop(): Promise<void> {
      for (const server of [tls, open]) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
  };
}

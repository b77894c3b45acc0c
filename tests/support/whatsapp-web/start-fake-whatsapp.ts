import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { quietSignal } from '../../../bots/whatsapp-web/quiet-signal.js';
import { tempRoot } from '../temp-root.js';
import { openLine } from './line.js';
import { node } from './nodes.js';
import { createPerson, type Person, type PersonOptions } from './person.js';
import { createWorld, type Event, linkedOf, type Sent, tell, type World } from './world.js';

const PATIENCE_MS = 15_000;

/** A certificate for the bytes of media, made once for all fakes of a run; give `file` to a process as NODE_EXTRA_CA_CERTS. */
let certificate: { key: Buffer; cert: Buffer; file: string } | undefined;
function aCertificate(): { key: Buffer; cert: Buffer; file: string } {
  if (certificate) return certificate;
  const folder = mkdtempSync(join(tempRoot, 'haat-wa-'));
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const about = ['-subj', '/CN=media', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '30', '-nodes'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...about, '-keyout', key, '-out', file], {
    stdio: 'ignore',
  });
  certificate = { key: readFileSync(key), cert: readFileSync(file), file };
  return certificate;
}

async function open(server: Server): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}

/**
 * A WhatsApp Web server for tests, for the real, unmodified Baileys: Noise, linking by QR and by code, Signal encryption
 * in both directions, receipts, media, what came while a device was away, and lines that end in every way.
 */
export async function startFakeWhatsApp() {
  // the people of this fake use the same library
  quietSignal();
  const world = createWorld();
  const { key, cert, file } = aCertificate();
  const lines = new WebSocketServer({ noServer: true });
  const web = createServer(serveMedia(world));
  web.on('upgrade', (request, socket, head) => {
    if (world.closed) {
      tell(world, 'turned away');
      return void socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    }
    lines.handleUpgrade(request, socket, head, (line) => openLine(world, line));
  });
  const media = createTlsServer({ key, cert }, serveMedia(world));
  const [webPort, mediaPort] = [await open(web), await open(media)];
  world.mediaHost = `127.0.0.1:${mediaPort}`;
  world.mediaUrl = `http://127.0.0.1:${webPort}`;

  async function stop(): Promise<void> {
    world.changes.stop();
    for (const line of lines.clients) line.terminate();
    for (const server of [web, media]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }
  const described = (): string => world.events.map((event) => JSON.stringify(event)).join('\n');
  return {
    world,
    socketUrl: `ws://127.0.0.1:${webPort}/ws/chat`,
    caFile: file,
    /** What lets a process be a device of this WhatsApp. */
    env: (): Record<string, string> => ({
      WHATSAPP_WEB: 'on',
      WHATSAPP_WEB_SOCKET_URL: `ws://127.0.0.1:${webPort}/ws/chat`,
      NODE_EXTRA_CA_CERTS: file,
    }),
    person: (options?: PersonOptions): Person => createPerson(world, options),
    /** The owner scans the QR with the phone. @param qr the text in it */
    scan(qr: string): void {
      const [ref = '', , , secret = ''] = qr.replace(/^.*#/, '').split(',');
      const shown = world.refs.get(ref);
      if (!shown) throw new Error('nobody shows this QR');
      shown.scanned(Buffer.from(secret, 'base64'), world.phone);
    },
    enterCode: (code: string): void => world.linking?.enterCode(code),
    /** Ends the line of the linked device with an error of the stream. */
    streamError(code: string): void {
      const { line } = linkedOf(world);
      line?.send(node('stream:error', { code }));
      line?.end();
    },
    /** Another place takes over the same link. */
    replace(): void {
      const { line } = linkedOf(world);
      line?.send(node('stream:error', {}, [node('conflict', { type: 'replaced' })]));
      line?.end();
    },
    /** The owner removes the device on the phone. */
    remove(): void {
      const linked = linkedOf(world);
      linked.loggedOut = true;
      linked.line?.send(node('stream:error', { code: '401' }, [node('conflict', { type: 'device_removed' })]));
      linked.line?.end();
    },
    cut: (): void => linkedOf(world).line?.cut(),
    /** The sockets of all that are on the line. */
    lines: () => [...lines.clients],
    sent: (): readonly Sent[] => world.sent,
    events: (kind?: string): readonly Event[] =>
      world.events.filter((event) => kind === undefined || event.kind === kind),
    tell: (kind: string): void => tell(world, kind),
    waitFor: <T>(look: () => T, withinMs = PATIENCE_MS) => world.changes.until(look, withinMs, described),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

export type FakeWhatsApp = Awaited<ReturnType<typeof startFakeWhatsApp>>;

/** Bytes that devices hand over, and those that people sent. */
const serveMedia =
  (world: World): RequestListener =>
  async (req, res) => {
    const path = (req.url ?? '').split('?')[0] ?? '';
    if (req.method === 'POST') {
      const parts: Buffer[] = [];
      for await (const part of req) parts.push(part);
      const directPath = `${path.replace('/mms/', '/v/t62/')}.enc`;
      world.media.set(directPath, Buffer.concat(parts));
      tell(world, 'upload', { path });
      return void res.end(JSON.stringify({ url: `https://${world.mediaHost}${directPath}`, direct_path: directPath }));
    }
    const bytes = world.media.get(path);
    tell(world, 'download', { path });
    if (!bytes || world.mediaMode === 'gone') return void res.writeHead(404).end();
    res.writeHead(200, { 'content-length': bytes.length });
    if (world.mediaMode === 'whole') return void res.end(bytes);
    res.write(bytes.subarray(0, bytes.length >> 1));
    if (world.mediaMode === 'cut') setTimeout(() => res.destroy(), 20);
  };

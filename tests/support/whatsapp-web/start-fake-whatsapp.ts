import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { globalAgent } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import type { Env } from '../processes.js';
import type { Found } from '../telegram/changes.js';
import { takeConnection } from './connection.js';
import { startMedia } from './media.js';
import { node } from './nodes.js';
import { createPerson, type Person, type PersonOptions } from './person.js';
import { createWorld, type Happened, type Linked, type Mood } from './world.js';

const PATIENCE_MS = 15_000;
const OWNER = '919700000001';

/**
 * A WhatsApp for tests, which an unmodified Baileys takes for the original: its handshake, linking by QR and by code,
 * Signal's encryption in both directions, receipts and media are real; the certificate is not WhatsApp's.
 *
 * ```ts
 * await using whatsapp = await startFakeWhatsApp();
 * whatsapp.scans(qr);
 * const asha = whatsapp.person({ name: 'Asha', via: 'lid' });
 * await asha.start();
 * await asha.hears('I can open a shop');
 * ```
 */
export async function startFakeWhatsApp() {
  const world = createWorld();
  const dir = mkdtempSync(join(tmpdir(), 'haat-fake-whatsapp-'));
  const media = await startMedia(world, dir);
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer();
  server.on('upgrade', (req, socket, head) => {
    world.note('connects');
    if (world.mood.closed) return void socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    sockets.handleUpgrade(req, socket, head, (one) => void takeConnection(world, one));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const socketUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/chat`;
  // Baileys uploads over TLS to the host that WhatsApp names
  const trusted = globalAgent.options.ca;
  globalAgent.options.ca = readFileSync(media.cert);

  const described = (): string => world.happened.map((one) => JSON.stringify(one)).join('\n');
  const waitFor = <T>(look: () => T, withinMs = PATIENCE_MS): Promise<Found<T>> =>
    world.changes.until(look, withinMs, described);

  function online(): Linked & { connection: NonNullable<Linked['connection']> } {
    const device = world.online();
    if (!device?.connection) throw new Error('no device is on the line');
    return { ...device, connection: device.connection };
  }

  async function stop(): Promise<void> {
    globalAgent.options.ca = trusted;
    for (const connection of world.connections) connection.cut();
    world.changes.stop();
    await media.stop();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    rmSync(dir, { recursive: true, force: true });
  }

  return {
    ...{ socketUrl, waitFor, stop },
    /** What lets a process link to it. */
    env: (): Env => ({
      WHATSAPP_WEB: 'on',
      WHATSAPP_WEB_SOCKET_URL: socketUrl,
      NODE_EXTRA_CA_CERTS: media.cert,
    }),
    owner: OWNER,
    person: (of?: PersonOptions): Person => createPerson(world, of),
    /** How things are, for tests to change. */
    mood: world.mood as Mood,
    sent: world.sent,
    events: (kind: string): Happened[] => world.happened.filter((one) => one.kind === kind),
    isOnline: (): boolean => world.online() !== undefined,

    /** The owner scans what a QR says. */
    scans(qr: string, pn = OWNER): void {
      const [ref = '', , , secret = ''] = qr.replace(/^.*#/, '').split(',');
      const connection = world.refs.get(ref);
      if (!connection) throw new Error('WhatsApp knows no such QR');
      connection.pairing.agree(Buffer.from(secret, 'base64'), pn);
    },
    /** The owner types a pairing code. */
    entersCode(code: string): void {
      if (!world.pairing) throw new Error('nobody asked for a code');
      world.pairing.pairing.enterCode(code);
    },
    /** Ends the stream as WhatsApp does, with a code or with a reason. */
    endsStream(of: { code: string } | { replaced: true }): void {
      const { connection } = online();
      connection.send(
        'code' in of
          ? node('stream:error', { code: of.code })
          : node('stream:error', {}, [node('conflict', { type: 'replaced' })]),
      );
      connection.close();
    },
    /** Cuts the line. */
    drops: (): void => online().connection.cut(),
    /** The owner removes the device on her phone. */
    removesDevice(): void {
      const device = world.online();
      if (!device) throw new Error('no device is on the line');
      device.loggedOut = true;
      device.connection?.send(node('stream:error', { code: '401' }, [node('conflict', { type: 'device_removed' })]));
      device.connection?.close();
    },
    /** A phone tells something of a message: that it is read, when no type of receipt is given that it is there. */
    tells(id: string, from: string, type?: string): void {
      online().connection.send(node('receipt', { id, from, type, t: String(Math.floor(Date.now() / 1000)) }));
    },
    /** `await using whatsapp = await startFakeWhatsApp()` stops it with the test. */
    [Symbol.asyncDispose]: stop,
  };
}

export type FakeWhatsApp = Awaited<ReturnType<typeof startFakeWhatsApp>>;

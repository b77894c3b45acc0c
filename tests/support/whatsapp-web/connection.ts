import { type BinaryNode, Curve, decodeBinaryNode, encodeBinaryNode, proto } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import { answerIq } from './answer-iq.js';
import { certificateChain, serverStatic } from './certificates.js';
import { createFrames, framed } from './frames.js';
import { kid, node, S } from './nodes.js';
import { createNoise, open, seal } from './noise.js';
import { createPairing, type Pairing } from './pairing.js';
import { takeSent } from './take-sent.js';
import type { Linked, World } from './world.js';

export type Connection = {
  pairing: Pairing;
  send(of: BinaryNode): void;
  /** Ends it politely, after what was said last has gone out. */
  close(): void;
  /** Cuts it. */
  cut(): void;
};

const seconds = (): string => String(Math.floor(Date.now() / 1000));

/** One socket of a client: the handshake, then nodes in both directions. */
export function takeConnection(world: World, socket: WebSocket): Connection {
  const noise = createNoise();
  const ephemeral = Curve.generateKeyPair();
  const takeFrames = createFrames();
  let keys: { in: Buffer; out: Buffer } | undefined;
  let stage: 'hello' | 'finish' | 'open' = 'hello';
  let device: Linked | undefined;
  const counts = { in: 0, out: 0 };

  const write = (bytes: Uint8Array): void => {
    if (socket.readyState === socket.OPEN) socket.send(framed(bytes));
  };
  const connection: Connection = {
    send(of) {
      if (!keys) throw new Error('the handshake is not over');
      if (!world.mood.deaf) write(seal(keys.out, counts.out++, encodeBinaryNode(of)));
    },
    close: () => setTimeout(() => socket.close(), 20),
    cut: () => socket.terminate(),
    pairing: createPairing(world, (of) => connection.send(of)),
  };

  function hello(frame: Buffer): void {
    const key = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral ?? new Uint8Array();
    noise.mixHash(key);
    noise.mixHash(ephemeral.public);
    noise.mixKey(Curve.sharedKey(ephemeral.private, key));
    const known = noise.encrypt(serverStatic.public);
    noise.mixKey(Curve.sharedKey(serverStatic.private, key));
    const payload = noise.encrypt(certificateChain);
    const serverHello = { ephemeral: ephemeral.public, static: known, payload };
    write(proto.HandshakeMessage.encode({ serverHello }).finish());
    stage = 'finish';
  }

  function finish(frame: Buffer): void {
    const { clientFinish } = proto.HandshakeMessage.decode(frame);
    const key = noise.decrypt(Buffer.from(clientFinish?.static ?? []));
    noise.mixKey(Curve.sharedKey(ephemeral.private, key));
    const payload = proto.ClientPayload.decode(noise.decrypt(Buffer.from(clientFinish?.payload ?? [])));
    keys = noise.split();
    stage = 'open';
    const noiseKey = key.toString('hex');
    if (payload.devicePairingData) connection.pairing.begin(connection, payload.devicePairingData, noiseKey);
    else logIn(noiseKey);
  }

  function logIn(noiseKey: string): void {
    const known = world.devices.get(noiseKey);
    if (!known || known.loggedOut) {
      world.note('login-refused');
      connection.send(node('failure', { reason: '401', location: 'lla' }));
      connection.close();
      return;
    }
    known.connection?.send(node('stream:error', {}, [node('conflict', { type: 'replaced' })]));
    known.connection?.close();
    device = known;
    known.connection = connection;
    world.note('login', { pn: known.pn });
    const lid = `${known.lid}:${known.device}@lid`;
    connection.send(node('success', { t: seconds(), lid, creation: seconds(), props: '27' }));
    const waiting = known.queue.splice(0);
    for (const stanza of waiting) connection.send({ ...stanza, attrs: { ...stanza.attrs, offline: '1' } });
    connection.send(node('ib', { from: S }, [node('offline', { count: String(waiting.length) })]));
  }

  async function take(of: BinaryNode): Promise<void> {
    if (of.tag === 'iq') {
      if (of.attrs.type !== 'result') return answerIq(world, of, device, connection);
      if (kid(of, 'pair-device-sign')) connection.pairing.done(connection);
      return;
    }
    if (of.tag === 'message' && device) return takeSent(world, of, device, connection);
    if (of.tag === 'receipt') {
      world.note('receipt', { id: of.attrs.id, type: of.attrs.type ?? 'delivery', to: of.attrs.to });
      connection.send(node('ack', { class: 'receipt', id: of.attrs.id, from: of.attrs.to, type: of.attrs.type }));
    }
    if (of.tag === 'ack') world.note('ack', { id: of.attrs.id, class: of.attrs.class, error: of.attrs.error });
  }

  async function takeFrame(frame: Buffer): Promise<void> {
    if (stage === 'hello') hello(frame);
    else if (stage === 'finish') finish(frame);
    else if (keys) await take(await decodeBinaryNode(open(keys.in, counts.in++, frame)));
  }

  let work = Promise.resolve();
  socket.on('message', (data: Buffer) => {
    for (const frame of takeFrames(Buffer.from(data))) {
      work = work
        .then(() => (world.mood.deaf ? undefined : takeFrame(frame)))
        .catch((error: unknown) => {
          world.note('server-error', { error: String(error instanceof Error ? error.stack : error) });
          socket.terminate();
        });
    }
  });
  socket.on('close', () => {
    world.connections.delete(connection);
    if (device?.connection === connection) device.connection = undefined;
    world.note('gone');
  });
  world.connections.add(connection);
  return connection;
}

import { type BinaryNode, Curve, decodeBinaryNode, encodeBinaryNode, proto } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import { answerQuery } from './answer-query.js';
import { bigEndian, Noise, seal, seconds, unseal } from './crypto.js';
import { Linking } from './linking.js';
import { child, node, SERVER } from './nodes.js';
import { takeMessage } from './take-message.js';
import { certificates, serverStatic } from './trust.js';
import { type Line, type Linked, tell, type World } from './world.js';

/** The frames of a line: a length of 3 bytes, and what it says. */
function* framesIn(buffered: { bytes: Buffer }): Iterable<Buffer> {
  while (buffered.bytes.length >= 3) {
    const length = buffered.bytes.readUIntBE(0, 3);
    if (buffered.bytes.length < 3 + length) return;
    const frame = buffered.bytes.subarray(3, 3 + length);
    buffered.bytes = buffered.bytes.subarray(3 + length);
    yield frame;
  }
}

/** One WebSocket of a device, from the handshake on. */
export function openLine(world: World, socket: WebSocket): void {
  const noise = new Noise();
  const buffered = { bytes: Buffer.alloc(0) as Buffer };
  const counted = { in: 0, out: 0 };
  let stage: 'intro' | 'hello' | 'finish' | 'open' = 'intro';
  let keys = { rx: Buffer.alloc(0) as Buffer, tx: Buffer.alloc(0) as Buffer };
  let device: Linked | undefined;
  let linking: Linking | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const raw = (bytes: Uint8Array): void => socket.send(Buffer.concat([bigEndian(bytes.length, 3), bytes]));
  const line: Line = {
    send: (what: BinaryNode) => raw(seal(keys.tx, counted.out++, encodeBinaryNode(what))),
    end: () => setTimeout(() => socket.close(), 50),
    cut: () => socket.terminate(),
  };

  function login(lineKey: string): void {
    const known = world.linked.get(lineKey);
    if (!known || known.loggedOut) {
      tell(world, 'login refused');
      line.send(node('failure', { reason: '401', location: 'lla' }));
      return void line.end();
    }
    if (known.line) {
      known.line.send(node('stream:error', {}, [node('conflict', { type: 'replaced' })]));
      known.line.end();
    }
    device = known;
    known.line = line;
    const lid = `${known.lid}:${known.device}@lid`;
    line.send(
      node('success', {
        t: String(seconds()),
        lid,
        creation: String(seconds()),
        props: '27',
        companion_enc_static: '',
      }),
    );
    for (const message of known.queue) line.send({ ...message, attrs: { ...message.attrs, offline: '1' } });
    line.send(node('ib', { from: SERVER }, [node('offline', { count: String(known.queue.length) })]));
    tell(world, 'login', { queued: known.queue.length });
  }

  async function take(frame: Buffer): Promise<void> {
    if (stage === 'hello') {
      const { clientHello } = proto.HandshakeMessage.decode(frame);
      const theirs = clientHello?.ephemeral ?? Buffer.alloc(0);
      noise.mixHash(theirs);
      noise.mixHash(noise.ephemeral.public);
      noise.mixKey(Curve.sharedKey(noise.ephemeral.private, theirs));
      const fixed = noise.encrypt(serverStatic.public);
      noise.mixKey(Curve.sharedKey(serverStatic.private, theirs));
      const serverHello = { ephemeral: noise.ephemeral.public, static: fixed, payload: noise.encrypt(certificates) };
      stage = 'finish';
      return raw(proto.HandshakeMessage.encode({ serverHello }).finish());
    }
    if (stage === 'finish') {
      const { clientFinish } = proto.HandshakeMessage.decode(frame);
      const lineKey = noise.decrypt(Buffer.from(clientFinish?.static ?? []));
      noise.mixKey(Curve.sharedKey(noise.ephemeral.private, lineKey));
      const payload = proto.ClientPayload.decode(noise.decrypt(Buffer.from(clientFinish?.payload ?? [])));
      keys = noise.split();
      stage = 'open';
      const id = lineKey.toString('hex');
      if (!payload.devicePairingData) return login(id);
      linking = new Linking(world, line, id, payload.devicePairingData);
      return linking.showCodes();
    }
    await hear(await decodeBinaryNode(unseal(keys.rx, counted.in++, frame)));
  }

  async function hear(said: BinaryNode): Promise<void> {
    if (world.deaf) return;
    if (linking) {
      if (child(said, 'pair-device-sign')) return linking.signed();
      if (child(said, 'link_code_companion_reg')) return linking.hear(said);
    }
    if (said.tag === 'iq' && said.attrs.type !== 'result') return answerQuery(world, line, device, said);
    if (said.tag === 'message' && device) return takeMessage(world, line, device, said);
    if (device && (said.tag === 'receipt' || said.attrs.class === 'message')) {
      device.queue = device.queue.filter(({ attrs }) => attrs.id !== said.attrs.id);
    }
    if (said.tag !== 'receipt') return;
    tell(world, 'receipt', { type: said.attrs.type ?? 'delivery', id: said.attrs.id });
    line.send(node('ack', { class: 'receipt', id: said.attrs.id, from: said.attrs.to, type: said.attrs.type }));
  }

  function data(bytes: Buffer): Promise<unknown> {
    buffered.bytes = Buffer.concat([buffered.bytes, bytes]);
    if (stage === 'intro') {
      // before the first frame: where the line was routed lately, and the version of the protocol
      const isRouted = buffered.bytes.toString('latin1', 0, 2) === 'ED';
      const offset = isRouted ? 7 + buffered.bytes.readUIntBE(4, 3) : 0;
      if (buffered.bytes.length < offset + 4) return turn;
      buffered.bytes = buffered.bytes.subarray(offset + 4);
      stage = 'hello';
    }
    for (const frame of framesIn(buffered)) turn = turn.then(() => take(frame));
    return turn;
  }

  socket.on('message', (bytes: Buffer) => {
    data(bytes).catch((error: unknown) => {
      tell(world, 'trouble', { error: String(error instanceof Error ? error.stack : error) });
      socket.terminate();
    });
  });
  socket.on('close', () => {
    if (device?.line === line) device.line = undefined;
    tell(world, 'closed');
  });
}

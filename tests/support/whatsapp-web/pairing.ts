import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { type BinaryNode, Curve, proto } from '@whiskeysockets/baileys';
import { decoded } from './answer-iq.js';
import type { Connection } from './connection.js';
import { bytesOf, hkdf, kid, newMessageId, node, S } from './nodes.js';
import type { Party } from './party.js';
import type { Linked, World } from './world.js';

const QR_REFS = 6;
const seconds = (): number => Math.floor(Date.now() / 1000);
const raw = (key: Uint8Array): Buffer => Buffer.from(key).subarray(1);
const typedKey = (code: string, salt: Buffer): Buffer => pbkdf2Sync(code, salt, 2 << 16, 32, 'sha256');

export type Pairing = ReturnType<typeof createPairing>;

/** How a device that is not linked yet gets linked: by a QR, or by a code that is typed on the phone. */
export function createPairing(world: World, send: (of: BinaryNode) => void) {
  let registered: Omit<Linked, 'pn' | 'lid' | 'device'> | undefined;
  let pending: Linked | undefined;
  let asked: { wrapped: Buffer; pn: string; ref: Buffer } | undefined;
  let link: { phone: Party; shared: Uint8Array } | undefined;

  /** The phone has agreed. */
  function agree(advSecret: Uint8Array, pn: string): void {
    if (!registered) throw new Error('nobody asked to be linked');
    const phone = world.person(pn, 'Owner');
    const device = 1 + [...world.devices.values()].filter((one) => one.pn === pn).length;
    const details = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp: seconds(), keyIndex: 1 }).finish();
    const signing = Buffer.concat([Buffer.from([6, 0]), details, registered.identity]);
    const accountSignature = Curve.sign(Buffer.from(phone.identity.privKey), signing);
    const accountSignatureKey = raw(phone.identity.pubKey);
    const signed = proto.ADVSignedDeviceIdentity.encode({ details, accountSignatureKey, accountSignature }).finish();
    const hmac = createHmac('sha256', advSecret).update(signed).digest();
    const identity = Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish());
    pending = { ...registered, pn, lid: phone.lid, device };
    world.devices.set(pending.noiseKey, pending);
    const jids = { jid: `${pn}:${device}@${S}`, lid: `${phone.lid}:${device}@lid` };
    const content = [node('device-identity', {}, identity), node('device', jids), node('platform', { name: 'smba' })];
    const attrs = { from: S, type: 'set', id: 'pair2', xmlns: 'md', t: String(seconds()) };
    send(node('iq', attrs, [node('pair-success', {}, content)]));
  }

  return {
    agree,

    begin(connection: Connection, told: proto.ClientPayload.IDevicePairingRegistrationData, noiseKey: string): void {
      const bytes = (one: Uint8Array | null | undefined): Buffer => Buffer.from(one ?? []);
      registered = {
        noiseKey,
        identity: bytes(told.eIdent),
        regId: bytes(told.eRegid).readUInt32BE(),
        spk: { id: bytes(told.eSkeyId).readUIntBE(0, 3), pub: bytes(told.eSkeyVal), sig: bytes(told.eSkeySig) },
        preKeys: new Map(),
        queue: [],
        loggedOut: false,
      };
      const refs = Array.from({ length: QR_REFS }, () => randomBytes(16).toString('base64'));
      for (const ref of refs) world.refs.set(ref, connection);
      world.note('registration');
      const content = refs.map((ref) => node('ref', {}, Buffer.from(ref)));
      send(node('iq', { from: S, type: 'set', id: 'pair1', xmlns: 'md' }, [node('pair-device', {}, content)]));
    },

    /** The device has signed: it is to come again as what it now is. */
    done(connection: Connection): void {
      world.note('paired', { pn: pending?.pn });
      send(node('stream:error', { code: '515' }));
      connection.close();
    },

    linkCode(of: BinaryNode, answer: (content?: BinaryNode[]) => void, connection: Connection): void {
      const get = (tag: string): Buffer => bytesOf(kid(of, tag));
      if (of.attrs.stage === 'companion_hello') {
        const pn = decoded(of.attrs.jid ?? '').user;
        asked = { wrapped: get('link_code_pairing_wrapped_companion_ephemeral_pub'), pn, ref: randomBytes(8) };
        world.pairing = connection;
        world.note('code-asked', { pn });
        const ref = node('link_code_pairing_ref', {}, asked.ref);
        answer([node('link_code_companion_reg', { stage: 'companion_hello' }, [ref])]);
        return;
      }
      if (!link || !asked) throw new Error('no code was typed');
      const bundle = get('link_code_pairing_wrapped_key_bundle');
      const info = 'link_code_pairing_key_bundle_encryption_key';
      const key = hkdf(link.shared, 32, bundle.subarray(0, 32), info);
      const sealed = bundle.subarray(44);
      const decipher = createDecipheriv('aes-256-gcm', key, bundle.subarray(32, 44));
      decipher.setAuthTag(sealed.subarray(-16));
      const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      const identityShared = Curve.sharedKey(Buffer.from(link.phone.identity.privKey), text.subarray(0, 32));
      const secret = Buffer.concat([link.shared, identityShared, text.subarray(64)]);
      answer();
      agree(hkdf(secret, 32, Buffer.alloc(0), 'adv_secret'), asked.pn);
    },

    /** What the owner types on the phone. */
    enterCode(code: string): void {
      if (!asked) throw new Error('nobody asked for a code');
      const { wrapped, pn, ref } = asked;
      const unwrap = createDecipheriv('aes-256-ctr', typedKey(code, wrapped.subarray(0, 32)), wrapped.subarray(32, 48));
      const theirs = Buffer.concat([unwrap.update(wrapped.subarray(48)), unwrap.final()]);
      const ours = Curve.generateKeyPair();
      const phone = world.person(pn, 'Owner');
      link = { phone, shared: Curve.sharedKey(ours.private, theirs) };
      const [salt, iv] = [randomBytes(32), randomBytes(16)];
      const wrap = createCipheriv('aes-256-ctr', typedKey(code, salt), iv);
      const mine = Buffer.concat([salt, iv, wrap.update(ours.public), wrap.final()]);
      const attrs = { from: S, type: 'link_code_companion_reg', id: newMessageId(), t: String(seconds()) };
      const content = [
        node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, mine),
        node('primary_identity_pub', {}, raw(phone.identity.pubKey)),
        node('link_code_pairing_ref', {}, ref),
      ];
      send(node('notification', attrs, [node('link_code_companion_reg', { stage: 'primary_hello' }, content)]));
    },
  };
}

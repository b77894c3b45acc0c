import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { type BinaryNode, Curve, jidDecode, type KeyPair, proto } from '@whiskeysockets/baileys';
import { hkdf, seconds } from './crypto.js';
import { aMessageId, bytesOf, child, node, SERVER } from './nodes.js';
import { type Line, type Linked, tell, type World } from './world.js';

const CODES = 6;
const codeKey = (code: string, salt: Uint8Array): Buffer => pbkdf2Sync(code, salt, 2 << 16, 32, 'sha256');

/** A device that is being linked to a phone: by the QR that it shows, or by a code that is typed on the phone. */
export class Linking {
  readonly #device: Omit<Linked, 'phone' | 'lid' | 'device'>;
  #asked: { wrapped: Buffer; phone: string } | undefined;
  #shared: Buffer = Buffer.alloc(0);
  readonly #ref = randomBytes(8);

  constructor(
    private readonly world: World,
    private readonly line: Line,
    private readonly lineKey: string,
    data: proto.ClientPayload.IDevicePairingRegistrationData,
  ) {
    const bytes = (of: Uint8Array | null | undefined): Buffer => Buffer.from(of ?? []);
    this.#device = {
      identity: bytes(data.eIdent),
      registrationId: bytes(data.eRegid).readUInt32BE(),
      signed: { id: bytes(data.eSkeyId).readUIntBE(0, 3), key: bytes(data.eSkeyVal), signature: bytes(data.eSkeySig) },
      preKeys: new Map(),
      queue: [],
      line: undefined,
    };
  }

  showCodes(): void {
    const refs = Array.from({ length: CODES }, () => randomBytes(16).toString('base64'));
    for (const ref of refs) this.world.refs.set(ref, { scanned: (secret, phone) => this.#pair(secret, phone) });
    const codes = refs.map((ref) => node('ref', {}, Buffer.from(ref)));
    this.line.send(
      node('iq', { from: SERVER, type: 'set', id: 'pair1', xmlns: 'md' }, [node('pair-device', {}, codes)]),
    );
    tell(this.world, 'asks to be linked');
  }

  /** The device has signed; WhatsApp ends its line, and it comes again as what it is now. */
  signed(): void {
    tell(this.world, 'linked');
    this.line.send(node('stream:error', { code: '515' }));
    this.line.end();
  }

  hear(said: BinaryNode): void {
    const about = child(said, 'link_code_companion_reg');
    const result = (content?: BinaryNode[]): void =>
      this.line.send(node('iq', { from: SERVER, type: 'result', id: said.attrs.id }, content));
    if (about?.attrs.stage === 'companion_hello') {
      const wrapped = bytesOf(child(about, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
      this.#asked = { wrapped, phone: jidDecode(about.attrs.jid)?.user ?? '' };
      this.world.linking = this;
      const ref = node('link_code_pairing_ref', {}, this.#ref);
      result([node('link_code_companion_reg', { stage: 'companion_hello' }, [ref])]);
      tell(this.world, 'asks for a code');
      return;
    }
    const bundle = bytesOf(child(about, 'link_code_pairing_wrapped_key_bundle'));
    const key = hkdf(this.#shared, 32, bundle.subarray(0, 32), 'link_code_pairing_key_bundle_encryption_key');
    const opening = createDecipheriv('aes-256-gcm', key, bundle.subarray(32, 44));
    opening.setAuthTag(bundle.subarray(-16));
    const plain = Buffer.concat([opening.update(bundle.subarray(44, -16)), opening.final()]);
    const phone = this.#asked?.phone ?? '';
    const owner = this.world.partyOf(phone, 'Owner');
    const both = Curve.sharedKey(owner.identity.private, plain.subarray(0, 32));
    const secret = hkdf(Buffer.concat([this.#shared, both, plain.subarray(64)]), 32, Buffer.alloc(0), 'adv_secret');
    result();
    this.#pair(secret, phone);
  }

  /** What the owner types into the phone. */
  enterCode(code: string): void {
    if (!this.#asked) throw new Error('no code was asked for');
    const { wrapped, phone } = this.#asked;
    const opening = createDecipheriv('aes-256-ctr', codeKey(code, wrapped.subarray(0, 32)), wrapped.subarray(32, 48));
    const theirs = Buffer.concat([opening.update(wrapped.subarray(48)), opening.final()]);
    const ours: KeyPair = Curve.generateKeyPair();
    this.#shared = Curve.sharedKey(ours.private, theirs);
    const [salt, iv] = [randomBytes(32), randomBytes(16)];
    const closing = createCipheriv('aes-256-ctr', codeKey(code, salt), iv);
    const sealed = Buffer.concat([salt, iv, closing.update(ours.public), closing.final()]);
    const hello = node('link_code_companion_reg', { stage: 'primary_hello' }, [
      node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, sealed),
      node('primary_identity_pub', {}, this.world.partyOf(phone, 'Owner').identity.public),
      node('link_code_pairing_ref', {}, this.#ref),
    ]);
    const about = { from: SERVER, type: 'link_code_companion_reg', id: aMessageId(), t: String(seconds()) };
    this.line.send(node('notification', about, [hello]));
  }

  #pair(secret: Uint8Array, phone: string): void {
    const owner = this.world.partyOf(phone, 'Owner');
    const device = 1 + [...this.world.linked.values()].filter((one) => one.phone === phone).length;
    const details = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp: seconds(), keyIndex: 1 }).finish();
    const toSign = Buffer.concat([Buffer.from([6, 0]), details, this.#device.identity]);
    const account = {
      details,
      accountSignatureKey: owner.identity.public,
      accountSignature: Curve.sign(owner.identity.private, toSign),
    };
    const signed = proto.ADVSignedDeviceIdentity.encode(account).finish();
    const hmac = createHmac('sha256', secret).update(signed).digest();
    this.world.linked.set(this.lineKey, { ...this.#device, phone, lid: owner.lid, device });
    const identity = proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish();
    const about = { from: SERVER, type: 'set', id: 'pair2', xmlns: 'md', t: String(seconds()) };
    const jids = { jid: `${phone}:${device}@${SERVER}`, lid: `${owner.lid}:${device}@lid` };
    this.line.send(
      node('iq', about, [
        node('pair-success', {}, [
          node('device-identity', {}, identity),
          node('biz', { name: 'Shop' }),
          node('device', jids),
          node('platform', { name: 'smba' }),
        ]),
      ]),
    );
  }
}

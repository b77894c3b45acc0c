import { randomBytes } from 'node:crypto';
import { type BinaryNode, Curve, generateRegistrationId, type KeyPair, signedKeyPair } from '@whiskeysockets/baileys';
import libsignal from 'libsignal';
import { bigEndian, signalKey } from './crypto.js';
import { node } from './nodes.js';
import type { Linked } from './world.js';

const asSignal = ({ private: priv, public: pub }: KeyPair) => ({
  privKey: Buffer.from(priv),
  pubKey: signalKey(pub),
});

/** A phone with WhatsApp: an identity, keys and sessions of its own, with real Signal encryption. */
export class Party {
  readonly identity = Curve.generateKeyPair();
  readonly #signed = signedKeyPair(this.identity, 1);
  readonly #registrationId = generateRegistrationId();
  readonly #sessions = new Map<string, Uint8Array>();
  readonly #preKeys = new Map<number, KeyPair>();
  #nextPreKey = 1;

  constructor(
    readonly phone: string,
    readonly lid: string,
    readonly name: string,
  ) {}

  readonly #storage = {
    loadSession: async (id: string) => {
      const kept = this.#sessions.get(id);
      return kept && libsignal.SessionRecord.deserialize(kept);
    },
    storeSession: async (id: string, record: { serialize(): Uint8Array }) => {
      this.#sessions.set(id, record.serialize());
    },
    isTrustedIdentity: () => true,
    loadPreKey: async (id: number | string) => {
      const key = this.#preKeys.get(Number(id));
      return key && asSignal(key);
    },
    removePreKey: (id: number) => void this.#preKeys.delete(Number(id)),
    loadSignedPreKey: () => asSignal(this.#signed.keyPair),
    getOurRegistrationId: () => this.#registrationId,
    getOurIdentity: () => asSignal(this.identity),
  };

  /** What somebody needs who has never written to this phone. */
  bundle(jid: string): BinaryNode {
    const id = this.#nextPreKey++;
    const once = Curve.generateKeyPair();
    this.#preKeys.set(id, once);
    const { keyId, keyPair, signature } = this.#signed;
    return node('user', { jid }, [
      node('registration', {}, bigEndian(this.#registrationId, 4)),
      node('type', {}, Buffer.from([5])),
      node('identity', {}, this.identity.public),
      node('skey', {}, [
        node('id', {}, bigEndian(keyId, 3)),
        node('value', {}, keyPair.public),
        node('signature', {}, signature),
      ]),
      node('key', {}, [node('id', {}, bigEndian(id, 3)), node('value', {}, once.public)]),
    ]);
  }

  /** For a linked device; the first message of a session takes one of its pre-keys. */
  async encrypt(to: Linked, plain: Uint8Array): Promise<{ type: 'pkmsg' | 'msg'; bytes: Buffer }> {
    const address = new libsignal.ProtocolAddress(to.phone, to.device);
    if (!this.#sessions.has(address.toString())) {
      const [[id, key] = []] = to.preKeys;
      if (id !== undefined) to.preKeys.delete(id);
      await new libsignal.SessionBuilder(this.#storage, address).initOutgoing({
        registrationId: to.registrationId,
        identityKey: signalKey(to.identity),
        signedPreKey: { keyId: to.signed.id, publicKey: signalKey(to.signed.key), signature: to.signed.signature },
        preKey: { keyId: id ?? 0, publicKey: key ? signalKey(key) : Buffer.alloc(0) },
      });
    }
    const padding = 1 + ((randomBytes(1)[0] ?? 0) % 16);
    const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
    const { type, body } = await new libsignal.SessionCipher(this.#storage, address).encrypt(padded);
    return { type: type === 3 ? 'pkmsg' : 'msg', bytes: Buffer.from(body, 'binary') };
  }

  async decrypt(from: Linked, type: string, sealed: Buffer): Promise<Buffer> {
    const cipher = new libsignal.SessionCipher(this.#storage, new libsignal.ProtocolAddress(from.phone, from.device));
    const opened = await (type === 'pkmsg'
      ? cipher.decryptPreKeyWhisperMessage(sealed)
      : cipher.decryptWhisperMessage(sealed));
    const plain = Buffer.from(opened);
    return plain.subarray(0, plain.length - (plain.at(-1) ?? 0));
  }
}

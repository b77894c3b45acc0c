import { randomBytes } from 'node:crypto';
import type { BinaryNode } from '@whiskeysockets/baileys';
import {
  keyhelper,
  ProtocolAddress,
  SessionBuilder,
  SessionCipher,
  SessionRecord,
  type SignalStorage,
} from 'libsignal';
import { bigEndian, node } from './nodes.js';

/** A linked device, as everybody else sees it. */
export type Device = {
  pn: string;
  lid: string;
  device: number;
  identity: Buffer;
  regId: number;
  spk: { id: number; pub: Buffer; sig: Buffer };
  preKeys: Map<number, Buffer>;
};

const typed = (key: Uint8Array): Buffer => Buffer.concat([Buffer.from([5]), key]);
const raw = (key: Uint8Array): Buffer => Buffer.from(key).subarray(1);

export type Party = ReturnType<typeof createParty>;

/** A phone with its own Signal identity, sessions and pre-keys, all of it real. */
export function createParty(pn: string, lid: string, name: string) {
  const sessions = new Map<string, Uint8Array>();
  const preKeys = new Map<number, { pubKey: Buffer; privKey: Buffer }>();
  const regId = keyhelper.generateRegistrationId();
  const identity = keyhelper.generateIdentityKeyPair();
  const signed = keyhelper.generateSignedPreKey(identity, 1);
  let nextPreKey = 1;
  const storage: SignalStorage = {
    async loadSession(id) {
      const session = sessions.get(id);
      return session && SessionRecord.deserialize(session);
    },
    async storeSession(id, record) {
      sessions.set(id, record.serialize());
    },
    isTrustedIdentity: () => true,
    loadPreKey: async (id) => preKeys.get(Number(id)),
    removePreKey: (id) => void preKeys.delete(id),
    loadSignedPreKey: () => signed.keyPair,
    getOurRegistrationId: () => regId,
    getOurIdentity: () => identity,
  };
  const addressOf = ({ pn, device }: Device) => new ProtocolAddress(pn, device);

  return {
    ...{ pn, lid, name, identity },
    /** What a device needs to write to this phone for the first time. */
    bundle(jid: string): BinaryNode {
      const preKey = keyhelper.generatePreKey(nextPreKey++);
      preKeys.set(preKey.keyId, preKey.keyPair);
      return node('user', { jid }, [
        node('registration', {}, bigEndian(regId, 4)),
        node('type', {}, Buffer.from([5])),
        node('identity', {}, raw(identity.pubKey)),
        node('skey', {}, [
          node('id', {}, bigEndian(signed.keyId, 3)),
          node('value', {}, raw(signed.keyPair.pubKey)),
          node('signature', {}, Buffer.from(signed.signature)),
        ]),
        node('key', {}, [node('id', {}, bigEndian(preKey.keyId, 3)), node('value', {}, raw(preKey.keyPair.pubKey))]),
      ]);
    },
    /** Begins anew with a device that has forgotten us. */
    forget: (device: Device): void => void sessions.delete(addressOf(device).toString()),
    async encrypt(device: Device, bytes: Uint8Array): Promise<{ type: 'pkmsg' | 'msg'; ciphertext: Buffer }> {
      const address = addressOf(device);
      if (!sessions.has(address.toString())) {
        const [id, pub] = device.preKeys.entries().next().value ?? [];
        if (id === undefined || pub === undefined) throw new Error('the linked device has left no pre-keys');
        device.preKeys.delete(id);
        await new SessionBuilder(storage, address).initOutgoing({
          registrationId: device.regId,
          identityKey: typed(device.identity),
          signedPreKey: { keyId: device.spk.id, publicKey: typed(device.spk.pub), signature: device.spk.sig },
          preKey: { keyId: id, publicKey: typed(pub) },
        });
      }
      const pad = 1 + (randomBytes(1).readUInt8() % 16);
      const padded = Buffer.concat([bytes, Buffer.alloc(pad, pad)]);
      const { type, body } = await new SessionCipher(storage, address).encrypt(padded);
      return { type: type === 3 ? 'pkmsg' : 'msg', ciphertext: Buffer.from(body, 'binary') };
    },
    async decrypt(device: Device, type: string | undefined, ciphertext: Buffer): Promise<Buffer> {
      const cipher = new SessionCipher(storage, addressOf(device));
      const padded = await (type === 'pkmsg'
        ? cipher.decryptPreKeyWhisperMessage(ciphertext)
        : cipher.decryptWhisperMessage(ciphertext));
      const text = Buffer.from(padded);
      return text.subarray(0, text.length - (text.at(-1) ?? 0));
    },
  };
}

import { Curve, proto } from '@whiskeysockets/baileys';
import { curve } from 'libsignal';
import { sha256 } from './nodes.js';

function keyFrom(seed: string) {
  const key = sha256(Buffer.from(seed));
  key.writeUInt8(key.readUInt8(0) & 248, 0);
  key.writeUInt8((key.readUInt8(31) & 127) | 64, 31);
  const known = Buffer.from(curve.getPublicFromPrivateKey(key));
  return { private: key, public: known.length === 33 ? known.subarray(1) : known };
}

const [root, intermediate] = [keyFrom('fake-wa-root'), keyFrom('fake-wa-intermediate')];
export const serverStatic = keyFrom('fake-wa-static');

const { Details } = proto.CertChain.NoiseCertificate;
const FOREVER = 4_102_444_800;

function certificate(signer: { private: Buffer }, serial: number, key: Uint8Array) {
  const told = { serial, issuerSerial: serial - 1, key, notBefore: 0, notAfter: FOREVER };
  const details = Details.encode(Details.fromObject(told)).finish();
  return { details, signature: Curve.sign(signer.private, details) };
}

/** A chain from a root of our own, which rc14 takes: its check of signatures lets any pass. */
export const certificateChain: Buffer = Buffer.from(
  proto.CertChain.encode({
    intermediate: certificate(root, 1, intermediate.public),
    leaf: certificate(intermediate, 2, serverStatic.public),
  }).finish(),
);

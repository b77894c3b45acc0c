import { Curve, type KeyPair, proto } from '@whiskeysockets/baileys';

/** A chain like WhatsApp's own, of keys made for the test: the release under test checks its shape alone. */
const [root, between]: [KeyPair, KeyPair] = [Curve.generateKeyPair(), Curve.generateKeyPair()];
export const serverStatic = Curve.generateKeyPair();

const { Details } = proto.CertChain.NoiseCertificate;
const signed = (by: KeyPair, about: object) => {
  const details = Details.encode(about).finish();
  return { details, signature: Curve.sign(by.private, details) };
};
const times = { notBefore: 0, notAfter: 4_102_444_800 };

export const certificates = proto.CertChain.encode({
  intermediate: signed(root, { serial: 1, issuerSerial: 0, key: between.public, ...times }),
  leaf: signed(between, { serial: 2, issuerSerial: 1, key: serverStatic.public, ...times }),
}).finish();

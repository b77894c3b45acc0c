import 'libsignal';

/** What the package has besides, and does not declare. */
declare module 'libsignal' {
  type Keys = { pubKey: Buffer; privKey: Buffer };
  export const curve: { getPublicFromPrivateKey(key: Buffer): Uint8Array };
  export const keyhelper: {
    generateRegistrationId(): number;
    generateIdentityKeyPair(): Keys;
    generatePreKey(id: number): { keyId: number; keyPair: Keys };
    generateSignedPreKey(identity: Keys, id: number): { keyId: number; keyPair: Keys; signature: Buffer };
  };
}

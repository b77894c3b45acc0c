import { randomInt } from 'node:crypto';
import { type BinaryNode, jidDecode, type proto } from '@whiskeysockets/baileys';
import { createChanges } from '../telegram/changes.js';
import { Party } from './party.js';

/** A device that was linked to a phone. */
export type Linked = {
  phone: string;
  lid: string;
  device: number;
  identity: Uint8Array;
  registrationId: number;
  signed: { id: number; key: Uint8Array; signature: Uint8Array };
  preKeys: Map<number, Uint8Array>;
  /** What it has not acknowledged yet: it comes once more on the next line. */
  queue: BinaryNode[];
  line: Line | undefined;
  loggedOut?: boolean;
};

/** The open line of a device, as the rest of the fake uses it. */
export type Line = { send(what: BinaryNode): void; end(): void; cut(): void };

/** A message of the linked device, as the person's phone has it. */
export type Sent = { id: string; n: number; to: string; text: string; content: proto.IMessage; bytes?: Buffer };
export type Event = { kind: string; [field: string]: unknown };
export type World = ReturnType<typeof createWorld>;

export function createWorld() {
  const parties = new Map<string, Party>();
  const partyOf = (phone: string, name = `Customer ${phone}`): Party => {
    const known = parties.get(phone);
    if (known) return known;
    const party = new Party(phone, `9${randomInt(1e9, 9e9)}${randomInt(1e3, 9e3)}`, name);
    parties.set(phone, party).set(`lid:${party.lid}`, party);
    return party;
  };
  return {
    changes: createChanges(),
    /** By the public key of their lines. */
    linked: new Map<string, Linked>(),
    partyOf,
    byJid(jid: string): Party {
      const { user = '', server } = jidDecode(jid) ?? {};
      return (server === 'lid' ? parties.get(`lid:${user}`) : undefined) ?? partyOf(user);
    },
    sent: [] as Sent[],
    events: [] as Event[],
    media: new Map<string, Buffer>(),
    mediaMode: 'whole' as 'whole' | 'cut' | 'stalled' | 'gone',
    /** Where bytes are kept: https for what devices hand over, http for what people send. */
    mediaHost: '',
    mediaUrl: '',
    /** Refs of QR codes that are shown. */
    refs: new Map<string, { scanned(secret: Buffer, phone: string): void }>(),
    linking: undefined as { enterCode(code: string): void } | undefined,
    /** Messages are taken, and nothing is said of them. */
    silent: false,
    /** Each message of the device is refused with this code. */
    refuses: undefined as string | undefined,
    /** New lines are refused. */
    closed: false,
    /** Lines are open, and nothing comes through. */
    deaf: false,
    phone: '15550009999',
  };
}

export function tell(world: World, kind: string, more: object = {}): void {
  world.events.push({ kind, ...more });
  world.changes.tell();
}

/** The device that is linked now. */
export function linkedOf(world: World): Linked {
  const all = [...world.linked.values()].filter(({ loggedOut }) => !loggedOut);
  const found = all.find(({ line }) => line) ?? all.at(-1);
  if (!found) throw new Error('no device is linked');
  return found;
}

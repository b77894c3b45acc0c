import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import { type Changes, createChanges } from '../telegram/changes.js';
import type { Connection } from './connection.js';
import { createParty, type Device, type Party } from './party.js';

/** A device that is linked, or was. */
export type Linked = Device & {
  noiseKey: string;
  connection?: Connection | undefined;
  loggedOut: boolean;
  /** What came while it was away. */
  queue: BinaryNode[];
};

/** A message of the linked device as its reader gets it; the same id again is the same message. */
export type Sent = {
  n: number;
  id: string;
  /** The address it was sent to. */
  to: string;
  pn: string;
  text: string;
  message: proto.IMessage;
  /** How often it was sent. */
  times: number;
};

/** What can go wrong, or be otherwise than usual. */
export type Mood = {
  /** Messages of the device are swallowed: no acknowledgement, nobody reads them. */
  swallow: boolean;
  /** The code with which messages of the device are refused. */
  refuseWith: string | undefined;
  /** Whether phones tell that they have got a message. */
  receipts: boolean;
  /** New connections are turned away with a 503. */
  closed: boolean;
  /** Connections stay, and nothing is said on them any more. */
  deaf: boolean;
  media: 'whole' | 'cut' | 'stalled' | 'missing';
};

export type Happened = { kind: string; at: number } & Record<string, unknown>;

export type World = {
  changes: Changes;
  mood: Mood;
  devices: Map<string, Linked>;
  people: Map<string, Party>;
  sent: Sent[];
  happened: Happened[];
  media: Map<string, Buffer>;
  /** Who waits to be linked, by the reference in their QR. */
  refs: Map<string, Connection>;
  /** Who asked for a pairing code last. */
  pairing?: Connection | undefined;
  connections: Set<Connection>;
  mediaHost: { upload: string; download: string };
  note(kind: string, data?: Record<string, unknown>): void;
  person(pn: string, name?: string): Party;
  /** The person behind an address of either form. */
  personAt(address: { user: string; server: string }): Party;
  /** The device that is on the line. */
  online(): Linked | undefined;
};

/** All there is to know of a small WhatsApp. */
export function createWorld(): World {
  const changes = createChanges();
  const people = new Map<string, Party>();
  const byLid = new Map<string, Party>();
  const world: World = {
    ...{ changes, people },
    mood: { swallow: false, refuseWith: undefined, receipts: true, closed: false, deaf: false, media: 'whole' },
    devices: new Map(),
    sent: [],
    happened: [],
    media: new Map(),
    refs: new Map(),
    connections: new Set(),
    mediaHost: { upload: '', download: '' },
    note(kind, data = {}) {
      world.happened.push({ kind, at: performance.now(), ...data });
      changes.tell();
    },
    person(pn, name = 'Somebody') {
      const known = people.get(pn);
      if (known) return known;
      const made = createParty(pn, `9${pn.slice(-13)}`, name);
      people.set(pn, made);
      byLid.set(made.lid, made);
      return made;
    },
    personAt({ user, server }) {
      if (server !== 'lid') return world.person(user);
      const found = byLid.get(user);
      if (!found) throw new Error(`nobody is called ${user}@lid`);
      return found;
    },
    online: () => [...world.devices.values()].find(({ connection }) => connection !== undefined),
  };
  return world;
}

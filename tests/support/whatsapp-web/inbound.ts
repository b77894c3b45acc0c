import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import { newMessageId, node, S } from './nodes.js';
import type { Party } from './party.js';
import type { Linked, World } from './world.js';

export type Writing = {
  /** Which of their addresses they write from. Default: the phone's. */
  via?: 'pn' | 'lid';
  /** WhatsApp does not say the other address. */
  hidden?: boolean;
  id?: string;
  /** When it was written, Unix seconds. Default: now. */
  at?: number;
  /** In a group, by its number. */
  group?: string;
};

/** The device that a message comes to, be it on the line or not. */
export function deviceOf(world: World): Linked {
  const all = [...world.devices.values()].filter(({ loggedOut }) => !loggedOut);
  const found = all.find(({ connection }) => connection) ?? all.at(-1);
  if (!found) throw new Error('no device is linked');
  return found;
}

/** What a person's phone sends to the linked device. @returns the id of the message */
export async function sendTo(world: World, from: Party, content: proto.IMessage, of: Writing = {}): Promise<string> {
  const device = deviceOf(world);
  const id = of.id ?? newMessageId();
  const pn = `${from.pn}@${S}`;
  const lid = `${from.lid}@lid`;
  const told = of.hidden ? {} : of.via === 'lid' ? { sender_pn: pn } : { sender_lid: lid };
  const writer = of.via === 'lid' ? lid : pn;
  const who = of.group
    ? { from: `${of.group}@g.us`, participant: writer, addressing_mode: of.via }
    : { from: writer, ...told, ...(of.via === 'lid' && { addressing_mode: 'lid' }) };
  const attrs = { ...who, type: 'text', id, t: String(of.at ?? Math.floor(Date.now() / 1000)), notify: from.name };
  await deliver(world, device, from, content, attrs);
  return id;
}

/** What the owner types on the linked phone itself, as her other devices get it. */
export async function typeAsOwner(world: World, to: Party, text: string, via: 'pn' | 'lid' = 'pn'): Promise<string> {
  const device = deviceOf(world);
  const owner = world.person(device.pn);
  const id = newMessageId();
  const chat = via === 'lid' ? `${to.lid}@lid` : `${to.pn}@${S}`;
  const content = { deviceSentMessage: { destinationJid: chat, message: { conversation: text } } };
  const attrs = { from: `${device.pn}@${S}`, recipient: chat, type: 'text', id, t: `${Math.floor(Date.now() / 1000)}` };
  await deliver(world, device, owner, content, attrs);
  return id;
}

async function deliver(
  world: World,
  device: Linked,
  from: Party,
  content: proto.IMessage,
  attrs: Record<string, string | undefined>,
): Promise<void> {
  const bytes = proto.Message.encode(proto.Message.fromObject(content)).finish();
  const { type, ciphertext } = await from.encrypt(device, bytes);
  const stanza: BinaryNode = node('message', attrs, [node('enc', { v: '2', type }, ciphertext)]);
  const { connection } = device;
  if (connection && !world.mood.deaf) connection.send(stanza);
  else device.queue.push(stanza);
  world.note('inbound', { id: attrs.id });
}

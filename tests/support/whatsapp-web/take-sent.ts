import { type BinaryNode, normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import { decoded } from './answer-iq.js';
import type { Connection } from './connection.js';
import { bytesOf, kid, kids, node } from './nodes.js';
import type { Linked, World } from './world.js';

/** Takes a message of the linked device: its readers decrypt it, the server and their phones say that it is there. */
export async function takeSent(world: World, of: BinaryNode, device: Linked, connection: Connection): Promise<void> {
  const { to = '', id = '' } = of.attrs;
  const refused = world.mood.refuseWith;
  if (refused) {
    world.note('refused', { id });
    return connection.send(node('ack', { class: 'message', id, from: to, error: refused }));
  }
  if (world.mood.swallow) return world.note('swallowed', { id });
  const reader = decoded(to);
  const copies = kids(of).flatMap((one): [string, BinaryNode | undefined][] => {
    if (one.tag === 'enc') return [[to, one]];
    return one.tag === 'participants' ? kids(one).map((copy) => [copy.attrs.jid ?? '', kid(copy, 'enc')]) : [];
  });
  for (const [jid, enc] of copies) {
    const whose = decoded(jid);
    const party = world.personAt(whose);
    const bytes = await party.decrypt(device, enc?.attrs.type, bytesOf(enc));
    if (whose.user === reader.user) keep(world, { id, to, pn: party.pn }, proto.Message.decode(bytes));
  }
  const t = String(Math.floor(Date.now() / 1000));
  connection.send(node('ack', { class: 'message', id, from: to, t }));
  if (world.mood.receipts) connection.send(node('receipt', { id, from: to, t }));
}

function keep(world: World, { id, to, pn }: { id: string; to: string; pn: string }, message: proto.IMessage): void {
  const known = world.sent.find((one) => one.id === id && one.pn === pn);
  if (known) known.times += 1;
  else world.sent.push({ n: world.sent.length + 1, ...{ id, to, pn, message }, text: textOf(message), times: 1 });
  world.note('sent', { id, to });
}

function textOf(message: proto.IMessage): string {
  const { conversation, extendedTextMessage, imageMessage, documentMessage } = normalizeMessageContent(message) ?? {};
  return conversation ?? extendedTextMessage?.text ?? imageMessage?.caption ?? documentMessage?.caption ?? '';
}

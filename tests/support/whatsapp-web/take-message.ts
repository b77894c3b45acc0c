import { type BinaryNode, jidDecode, proto } from '@whiskeysockets/baileys';
import { seconds } from './crypto.js';
import { openMedia } from './media.js';
import { bytesOf, child, children, node } from './nodes.js';
import { type Line, type Linked, tell, type World } from './world.js';

/** A message of a linked device: opened by the phone it is for, acknowledged, and received a moment later. */
export async function takeMessage(world: World, line: Line, device: Linked, said: BinaryNode): Promise<void> {
  const { to = '', id = '' } = said.attrs;
  if (world.refuses) {
    tell(world, 'refused', { id, code: world.refuses });
    return line.send(node('ack', { class: 'message', id, from: to, error: world.refuses }));
  }
  const direct = children(said, 'enc').map((sealed) => ({ jid: to, sealed }));
  const each = children(child(said, 'participants')).flatMap((one) => {
    const sealed = child(one, 'enc');
    return sealed ? [{ jid: one.attrs.jid ?? '', sealed }] : [];
  });
  for (const { jid, sealed } of [...direct, ...each]) {
    const opened = await world.byJid(jid).decrypt(device, sealed.attrs.type ?? '', bytesOf(sealed));
    if (jidDecode(jid)?.user !== jidDecode(to)?.user) continue;
    const content = proto.Message.decode(opened);
    const { conversation, extendedTextMessage, imageMessage, documentMessage, documentWithCaptionMessage } = content;
    const document = documentMessage ?? documentWithCaptionMessage?.message?.documentMessage;
    const text = conversation ?? extendedTextMessage?.text ?? imageMessage?.caption ?? document?.caption ?? '';
    const media = imageMessage ?? document;
    const bytes = media ? openMedia(world, media, imageMessage ? 'Image' : 'Document') : undefined;
    // the same id again is the same message
    if (world.sent.some((one) => one.id === id && one.to === to)) tell(world, 'said again', { id });
    else world.sent.push({ id, to, text: text ?? '', content, n: world.sent.length + 1, ...(bytes && { bytes }) });
  }
  tell(world, 'message', { to, id });
  if (world.silent) return;
  line.send(node('ack', { class: 'message', id, from: to, t: String(seconds()) }));
  line.send(node('receipt', { id, from: to, t: String(seconds()) }));
}

import { type BinaryNode, jidDecode } from '@whiskeysockets/baileys';
import { bytesOf, child, children, node, SERVER } from './nodes.js';
import { type Line, type Linked, tell, type World } from './world.js';

/** Answers what a device asks the server: its keys, the keys and devices of others, where bytes go. */
export function answerQuery(world: World, line: Line, device: Linked | undefined, asked: BinaryNode): void {
  const result = (content?: BinaryNode[]): void =>
    line.send(node('iq', { from: SERVER, type: 'result', id: asked.attrs.id }, content));
  const { xmlns } = asked.attrs;
  if (xmlns === 'encrypt' && device) return void result(keysFor(world, device, asked));
  if (xmlns === 'usync' && device) return void result([peopleFor(world, device, asked)]);
  if (xmlns === 'w:m') {
    const host = node('host', { hostname: world.mediaHost, maxContentLengthBytes: '100000000' });
    return void result([node('media_conn', { auth: 'test', ttl: '300' }, [host])]);
  }
  if (xmlns === 'md' && child(asked, 'remove-companion-device') && device) {
    device.loggedOut = true;
    tell(world, 'logged out');
  }
  result();
}

function keysFor(world: World, device: Linked, asked: BinaryNode): BinaryNode[] | undefined {
  if (child(asked, 'count')) return [node('count', { value: String(device.preKeys.size) })];
  if (child(asked, 'digest')) return [node('digest')];
  if (asked.attrs.type === 'set') {
    for (const key of children(child(asked, 'list'))) {
      device.preKeys.set(bytesOf(child(key, 'id')).readUIntBE(0, 3), bytesOf(child(key, 'value')));
    }
    const signed = child(asked, 'skey');
    if (signed) {
      const id = bytesOf(child(signed, 'id')).readUIntBE(0, 3);
      device.signed = { id, key: bytesOf(child(signed, 'value')), signature: bytesOf(child(signed, 'signature')) };
    }
    return undefined;
  }
  const users = children(child(asked, 'key'), 'user');
  return users.length === 0
    ? undefined
    : [
        node(
          'list',
          {},
          users.map(({ attrs: { jid = '' } }) => world.byJid(jid).bundle(jid)),
        ),
      ];
}

function peopleFor(world: World, device: Linked, asked: BinaryNode): BinaryNode {
  const usync = child(asked, 'usync');
  const wanted = children(child(usync, 'query')).map(({ tag }) => tag);
  const list = children(child(usync, 'list'), 'user').map((user) => {
    const phone = bytesOf(child(user, 'contact')).toString().replace(/\D/g, '');
    const jid = phone ? `${phone}@${SERVER}` : (user.attrs.jid ?? '');
    const { user: name, server } = jidDecode(jid) ?? {};
    const isOwn = name === device.phone || name === device.lid;
    const devices = [['0'], ...(isOwn ? [[String(device.device), '1']] : [])];
    const lid = isOwn ? device.lid : world.byJid(jid).lid;
    return node('user', { jid }, [
      ...(wanted.includes('contact') ? [node('contact', { type: 'in' })] : []),
      ...(wanted.includes('devices')
        ? [
            node('devices', {}, [
              node(
                'device-list',
                {},
                devices.map(([id, index]) => node('device', { id, 'key-index': index })),
              ),
            ]),
          ]
        : []),
      ...(wanted.includes('lid') && server !== 'lid' ? [node('lid', { val: `${lid}@lid` })] : []),
    ]);
  });
  const { context, mode, sid } = usync?.attrs ?? {};
  return node('usync', { context, mode, sid, last: 'true', index: '0' }, [
    node(
      'result',
      {},
      wanted.map((tag) => node(tag)),
    ),
    node('list', {}, list),
  ]);
}

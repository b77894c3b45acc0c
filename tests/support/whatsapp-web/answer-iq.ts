import { type BinaryNode, jidDecode } from '@whiskeysockets/baileys';
import type { Connection } from './connection.js';
import { bytesOf, kid, kids, node, S } from './nodes.js';
import type { Linked, World } from './world.js';

/** Answers what a client asks for: keys, devices of people, where media go, a ping. */
export function answerIq(world: World, asked: BinaryNode, device: Linked | undefined, connection: Connection): void {
  const { xmlns, type, id } = asked.attrs;
  const answer = (content?: BinaryNode[]): void =>
    connection.send(node('iq', { from: S, type: 'result', id }, content));
  const linking = kid(asked, 'link_code_companion_reg');
  if (linking) connection.pairing.linkCode(linking, answer, connection);
  else answer(device && contentFor(device));

  function contentFor(to: Linked): BinaryNode[] | undefined {
    if (xmlns === 'usync') return [usync(asked)];
    if (xmlns === 'w:m') {
      const host = node('host', { hostname: world.mediaHost.upload, maxContentLengthBytes: '100000000' });
      return [node('media_conn', { auth: 'test-auth', ttl: '300' }, [host])];
    }
    if (kid(asked, 'remove-companion-device')) {
      to.loggedOut = true;
      world.note('logout');
    }
    if (xmlns !== 'encrypt') return undefined;
    if (kid(asked, 'count')) return [node('count', { value: String(to.preKeys.size) })];
    if (kid(asked, 'digest')) return [node('digest')];
    if (kid(asked, 'key')) return [node('list', {}, kids(kid(asked, 'key'), 'user').map(bundleOf))];
    if (type === 'set' && kid(asked, 'list')) keepKeys(asked, to, world);
    return undefined;
  }

  function bundleOf({ attrs }: BinaryNode): BinaryNode {
    const jid = attrs.jid ?? '';
    return world.personAt(decoded(jid)).bundle(jid);
  }

  function usync(of: BinaryNode): BinaryNode {
    const query = kid(of, 'usync');
    const wanted = kids(kid(query, 'query')).map(({ tag }) => tag);
    const list = kids(kid(query, 'list'), 'user').map((user) => {
      const contact = kid(user, 'contact');
      const typed = contact?.content ? bytesOf(contact).toString().replace(/\D/g, '') : undefined;
      const jid = typed ? `${typed}@${S}` : (user.attrs.jid ?? '');
      const { user: name, server } = decoded(jid);
      const isOwn = name === device?.pn || name === device?.lid;
      const own = [['0'], [String(device?.device), '1']];
      const devices = (isOwn ? own : [['0']]).map(([number, index]) =>
        node('device', { id: number, 'key-index': index }),
      );
      const lid = isOwn ? device?.lid : world.personAt({ user: name, server }).lid;
      return node('user', { jid }, [
        ...(wanted.includes('contact') ? [node('contact', { type: 'in' })] : []),
        ...(wanted.includes('devices') ? [node('devices', {}, [node('device-list', {}, devices)])] : []),
        ...(wanted.includes('lid') && server !== 'lid' ? [node('lid', { val: `${lid}@lid` })] : []),
      ]);
    });
    const { context, mode, sid } = query?.attrs ?? {};
    const attrs = { context, mode, sid, last: 'true', index: '0' };
    const result = wanted.map((tag) => node(tag));
    return node('usync', attrs, [node('result', {}, result), node('list', {}, list)]);
  }
}

function keepKeys(asked: BinaryNode, device: Linked, world: World): void {
  for (const key of kids(kid(asked, 'list'))) {
    device.preKeys.set(bytesOf(kid(key, 'id')).readUIntBE(0, 3), bytesOf(kid(key, 'value')));
  }
  const signed = kid(asked, 'skey');
  device.spk = {
    id: bytesOf(kid(signed, 'id')).readUIntBE(0, 3),
    pub: bytesOf(kid(signed, 'value')),
    sig: bytesOf(kid(signed, 'signature')),
  };
  world.note('keys', { total: device.preKeys.size });
}

export function decoded(jid: string): { user: string; server: string } {
  const known = jidDecode(jid);
  if (!known) throw new Error(`${jid} is no address`);
  return known;
}

import type { proto } from '@whiskeysockets/baileys';
import { describe, expect, it } from 'vitest';
import { createBacklog } from '../../../bots/whatsapp-web/backlog.js';
import { eventually } from '../../support/eventually.js';

function aBacklog(patienceMs?: number) {
  const delivered: string[] = [];
  const backlog = createBacklog((messages) => {
    delivered.push(...messages.map(({ key }) => key?.id ?? ''));
  }, patienceMs);
  return {
    delivered,
    ...backlog,
    sealed: (id: string, attrs: Record<string, string> = {}) =>
      backlog.comes({ tag: 'message', attrs: { id, offline: '1', ...attrs } }),
    read: (...ids: string[]) => backlog.take(ids.map((id): proto.IWebMessageInfo => ({ key: { id } }))),
  };
}

describe('what came while we were away', () => {
  it('waits until the end of it is known, and is in its order', () => {
    const { sealed, read, ends, delivered } = aBacklog();
    sealed('one');
    read('one');
    sealed('two');
    expect(delivered).toEqual([]);
    ends();
    expect(delivered).toEqual(['one']);
    read('two');
    read('live');
    expect(delivered).toEqual(['one', 'two', 'live']);
  });

  it("waits until the owner's own words have been read, too", () => {
    const { sealed, read, ends, delivered } = aBacklog();
    sealed('asked');
    sealed('hers', { recipient: '919811111111@s.whatsapp.net' });
    // what her devices tell one another is never read by us
    sealed('sync', { recipient: '919700000001@s.whatsapp.net', category: 'peer' });
    ends();
    read('asked');
    expect(delivered).toEqual([]);
    read('hers');
    expect(delivered).toEqual(['asked', 'hers']);
  });

  it('does not wait for ever for what cannot be read', async () => {
    const { sealed, read, ends, delivered } = aBacklog(20);
    sealed('hers', { recipient: '919811111111@s.whatsapp.net' });
    ends();
    read('asked');
    await eventually(() => expect(delivered).toEqual(['asked']));
  });

  it('is not lost when the line ends before', () => {
    const { read, release, delivered } = aBacklog();
    read('asked');
    release();
    expect(delivered).toEqual(['asked']);
  });
});

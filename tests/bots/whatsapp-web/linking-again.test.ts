import { beforeEach, describe, expect, it } from 'vitest';
import { testDb } from '../../support/db.js';
import { eventually } from '../../support/eventually.js';
import { startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aProcess, forgetLinks } from './a-phone.js';

const db = testDb();
beforeEach(() => forgetLinks(db));

describe('a link to WhatsApp', () => {
  it('is tried again where something in front of WhatsApp answers in its place', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp);
    await process.linkPhone();
    whatsapp.world.closed = true;
    whatsapp.cut();
    await whatsapp.waitFor(() => whatsapp.events('turned away').length > 1);
    whatsapp.world.closed = false;
    await process.isOpen();
  }, 30_000);

  it('shows a new code when nobody typed the first one in time', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp, { pair: '+15550008888' });
    await whatsapp.waitFor(() => whatsapp.events('asks for a code').length);
    await eventually(() => expect(process.shown).toHaveLength(1));
    for (const line of whatsapp.lines()) line.terminate();
    await whatsapp.waitFor(() => whatsapp.events('asks for a code').length === 2);
    await eventually(() => expect(process.shown).toHaveLength(2));
    whatsapp.enterCode(process.shown.at(-1)?.code ?? '');
    await process.isOpen();
  });

  it('shows a new code after a restart, when nobody typed the first one', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const first = await aProcess(db, whatsapp, { pair: '+15550008888' });
    await whatsapp.waitFor(() => whatsapp.events('asks for a code').length === 1);
    await eventually(() => expect(first.shown).toHaveLength(1));
    await first.channel.stop();
    const second = await aProcess(db, whatsapp, { pair: '+15550008888' });
    await whatsapp.waitFor(() => whatsapp.events('asks for a code').length === 2);
    await eventually(() => expect(second.shown).toHaveLength(1));
    whatsapp.enterCode(second.shown[0]?.code ?? '');
    await second.isOpen();
  });
});

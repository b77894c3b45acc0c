import { beforeEach, describe, expect, it } from 'vitest';
import { testDb } from '../../support/db.js';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aProcess, forgetLinks } from './a-phone.js';

const db = testDb();
beforeEach(() => forgetLinks(db));

type Process = Awaited<ReturnType<typeof aProcess>>;

/** Somebody says something, and it is in the chat. */
async function isHeard(whatsapp: FakeWhatsApp, process: Process, words = 'start'): Promise<void> {
  const person = whatsapp.person();
  await person.types(words);
  await whatsapp.waitFor(() => whatsapp.events('kept').length > 0);
  expect((await process.inboxOf(person)).map(({ text }) => text)).toEqual([words]);
}

describe('a phone', () => {
  it('is linked by its QR, which counts once the line is open, and leads people there', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp);
    await whatsapp.waitFor(() => process.shown.some(({ qr }) => qr));
    expect([process.channel.state?.(), process.link()]).toEqual(['down', undefined]);
    expect(process.channel.detail?.()).toContain('waits for a phone');
    await expect.poll(() => process.kept.read()).toMatchObject({ state: 'waiting', qr: process.shown.at(-1)?.qr });
    expect(process.log()).not.toContain('linked');
    await process.linkPhone();
    expect(process.link()).toBe(`https://wa.me/${whatsapp.world.phone}?text={text}`);
    expect(process.channel.detail?.()).toBeUndefined();
    await expect
      .poll(() => process.kept.read())
      .toMatchObject({ state: 'open', phone: whatsapp.world.phone, qr: null });
    await isHeard(whatsapp, process);
  });

  it('is linked by a code that is typed on it', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp, { pair: '+15550008888' });
    const shown = await whatsapp.waitFor(() => process.shown.find(({ code }) => code));
    await whatsapp.waitFor(() => whatsapp.events('asks for a code').length);
    whatsapp.enterCode(shown.code ?? '');
    await process.isOpen();
    expect(process.link()).toBe('https://wa.me/15550008888?text={text}');
    expect(process.shown.some(({ qr }) => qr)).toBe(false);
    await isHeard(whatsapp, process);
  });

  it('stays linked when another process goes on with it, on another machine too', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const first = await aProcess(db, whatsapp);
    await first.linkPhone();
    const person = whatsapp.person();
    await person.types('start');
    await whatsapp.waitFor(() => whatsapp.events('kept').length);
    await first.channel.stop();
    // said while nobody was there
    await person.types('while you were away');
    const second = await aProcess(db, whatsapp);
    await second.isOpen();
    await whatsapp.waitFor(() => whatsapp.events('kept').length === 2);
    expect(second.shown).toEqual([]);
    expect((await second.inboxOf(person)).map(({ text }) => text)).toEqual(['start', 'while you were away']);
    // the sessions with people go on, in both directions
    await second.say(person, { text: 'Here I am.' });
    await person.hears('Here I am.');
    await person.types('good');
    await whatsapp.waitFor(() => whatsapp.events('kept').length === 3);
  });

  it('belongs to one of two processes, and to the other once that one has ended', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const one = await aProcess(db, whatsapp);
    await one.linkPhone();
    const other = await aProcess(db, whatsapp);
    await expect.poll(() => one.channel.isOurs?.()).toBe(true);
    expect([other.channel.isOurs?.(), other.channel.state?.(), other.channel.detail?.()]).toEqual([
      false,
      undefined,
      undefined,
    ]);
    await one.channel.stop();
    await other.isOpen();
    expect(whatsapp.events('login')).toHaveLength(2);
  });
});

describe('a line that ends', () => {
  it.each(['408', '428', '500', '503', '515'])(
    'with %s is opened again, and what came meanwhile is heard',
    async (code) => {
      await using whatsapp = await startFakeWhatsApp();
      const process = await aProcess(db, whatsapp);
      await process.linkPhone();
      whatsapp.streamError(code);
      await whatsapp.waitFor(() => whatsapp.events('closed').length === 2);
      await isHeard(whatsapp, process);
      await process.isOpen();
      expect(process.shown).toHaveLength(1);
    },
  );

  it('without a word, or that is not let in for a while, is opened again', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp);
    await process.linkPhone();
    whatsapp.world.closed = true;
    whatsapp.cut();
    await expect.poll(() => process.log().match(/has ended/g)?.length ?? 0).toBeGreaterThan(1);
    expect(process.channel.state?.()).toBe('down');
    whatsapp.world.closed = false;
    await process.isOpen();
    await isHeard(whatsapp, process);
  });

  it('only seems open is noticed', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp, { deps: { patience: { keepAliveMs: 100 } } });
    await process.linkPhone();
    whatsapp.world.deaf = true;
    await whatsapp.waitFor(() => whatsapp.events('closed').length === 2);
    whatsapp.world.deaf = false;
    await process.isOpen();
    await isHeard(whatsapp, process);
  });

  it.each([
    ['loggedOut', (whatsapp: FakeWhatsApp) => whatsapp.remove(), 'the phone has ended the link'],
    ['forbidden', (whatsapp: FakeWhatsApp) => whatsapp.streamError('403'), 'has locked this account'],
    ['replaced', (whatsapp: FakeWhatsApp) => whatsapp.replace(), 'another program uses the same link'],
  ] as const)('for good (%s) stays so until the operator wants to begin again', async (state, end, why) => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp);
    await process.linkPhone();
    const logins = whatsapp.events('login').length;
    end(whatsapp);
    await expect.poll(() => process.kept.read()).toMatchObject({ state });
    expect([process.channel.state?.(), process.channel.detail?.()]).toEqual(['down', expect.stringContaining(why)]);
    expect(process.log()).toContain('the link to WhatsApp has ended');
    expect(whatsapp.events('login')).toHaveLength(logins);
    await process.kept.again();
    if (state === 'loggedOut') {
      // nothing is left of the old link
      await whatsapp.waitFor(() => process.shown.length === 2);
      whatsapp.scan(process.shown.at(-1)?.qr ?? '');
    }
    await process.isOpen();
    await isHeard(whatsapp, process);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAuthState } from '../../../bots/whatsapp-web/auth-state.js';
import { quietLogger } from '../../../bots/whatsapp-web/baileys-logger.js';
import { defineKey } from '../../../bots/whatsapp-web/model.js';
import { systemClock } from '../../../src/platform/clock.js';
import { eventually } from '../../support/eventually.js';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aLog } from '../telegram/a-line.js';
import { aLine, aLinkedLine, forgetAll, isOpen, theQr, whatsAppDb } from './a-line.js';

const db = whatsAppDb();
let whatsapp: FakeWhatsApp;
beforeAll(async () => {
  whatsapp = await startFakeWhatsApp();
});
afterAll(() => whatsapp.stop());
beforeEach(() => forgetAll(db));

const keys = () =>
  defineKey(db)
    .find()
    .lean()
    .then((all) => all.map(({ _id }) => _id));

describe('linking a phone', () => {
  it('is done by a QR in the terminal, and is told of only when WhatsApp has let us in', async () => {
    const line = await aLine(db, whatsapp);
    const qr = await theQr(line);
    expect([line.channel.state?.(), line.link()]).toEqual(['down', undefined]);
    expect(line.channel.detail?.()).toBe('waiting for a phone to be linked');
    await eventually(() => expect(line.printed.join('')).toMatch(/Linked devices[\s\S]+[▄█]/));
    expect(await keys()).not.toContain('creds');
    whatsapp.scans(qr);
    await whatsapp.waitFor(() => whatsapp.events('paired').length > 0);
    await isOpen(line);
    await eventually(() => expect(line.printed.join('')).toContain(`WhatsApp is linked: +${whatsapp.owner}`));
    expect(line.link()).toBe(`https://wa.me/${whatsapp.owner}?text={text}`);
    expect(line.log()).toContain('WhatsApp is linked');
    // neither keys nor numbers are for a log
    expect(line.log()).not.toContain(whatsapp.owner);
    expect(line.log()).not.toContain(qr.split(',')[3]);
  });

  it('is done by a code that is typed on the phone', async () => {
    const owner = '919700000077';
    const line = await aLine(db, whatsapp, { pair: `+${owner}` });
    const code = await eventually(() => {
      const shown = line.printed.map((text) => /^ {4}([A-Z0-9]{8})$/m.exec(text)?.[1]).find(Boolean);
      if (!shown) throw new Error('no code yet');
      return shown;
    });
    await whatsapp.waitFor(() => whatsapp.events('code-asked').some(({ pn }) => pn === owner));
    whatsapp.entersCode(code);
    await isOpen(line);
    expect(line.link()).toContain(owner);
    expect((await line.stored())?.code).toBeNull();
  });

  it('is not needed again after a restart, and its keys are one document each', async () => {
    const first = await aLinkedLine(db, whatsapp);
    const asha = whatsapp.person();
    await asha.start();
    await eventually(async () => expect(await first.inboxOf(asha)).toHaveLength(1));
    await first.stop();
    const kept = await keys();
    expect(kept).toEqual(expect.arrayContaining(['creds', expect.stringMatching(/^session\//)]));
    expect(kept).toEqual(expect.arrayContaining([expect.stringMatching(/^pre-key\//)]));
    expect(kept).toEqual(expect.arrayContaining([expect.stringMatching(/^lid-mapping\//)]));
    const asked = whatsapp.events('registration').length;

    const second = await aLine(db, whatsapp);
    await isOpen(second);
    await asha.types('/help');
    await eventually(async () => expect(await second.inboxOf(asha)).toHaveLength(2));
    expect(whatsapp.events('registration')).toHaveLength(asked);
  });

  it('belongs to one process, and to the next when that one has ended', async () => {
    const one = await aLinkedLine(db, whatsapp);
    const other = await aLine(db, whatsapp);
    expect([one.channel.isOurs?.(), other.channel.isOurs?.()]).toEqual([true, false]);
    expect([other.channel.state?.(), other.channel.detail?.()]).toEqual([undefined, undefined]);
    await one.stop();
    await isOpen(other);
    const ravi = whatsapp.person();
    await ravi.start();
    await eventually(async () => expect(await other.inboxOf(ravi)).toHaveLength(1));
  });

  it('is not spoiled by a process that stood still while another took over', async () => {
    const ends = new AbortController();
    const deps = { db, clock: systemClock, logger: quietLogger(aLog().logger), signal: ends.signal };
    const paused = await openAuthState(deps);
    await paused.keys.set({ session: { 'asha.0': Buffer.from('as it was') } });
    const owner = await openAuthState(deps);
    await owner.keys.set({ session: { 'asha.0': Buffer.from('as it is') } });
    await expect(paused.keys.set({ session: { 'asha.0': Buffer.from('late') } })).rejects.toThrow('another process');
    await expect(paused.keys.set({ session: { 'ravi.0': Buffer.from('late') } })).rejects.toThrow('another process');
    const read = await (await openAuthState(deps)).keys.get('session', ['asha.0', 'ravi.0']);
    expect(Object.entries(read).map(([id, value]) => [id, Buffer.from(value).toString()])).toEqual([
      ['asha.0', 'as it is'],
    ]);
  });

  it('keeps every kind of key as it was, and forgets what is taken away', async () => {
    const deps = { db, clock: systemClock, logger: quietLogger(aLog().logger), signal: new AbortController().signal };
    const token = { token: Buffer.from([1, 2]), timestamp: '1' };
    await (await openAuthState(deps)).keys.set({
      'pre-key': { 1: { public: Buffer.from([1]), private: Buffer.from([2]) } },
      'sender-key-memory': { 'a@g.us': { b: true } },
      'lid-mapping': { 919811111111: '98765' },
      'device-list': { 919811111111: ['0', '1'] },
      'identity-key': { 'asha.0': Buffer.from([5]) },
      'app-state-sync-key': { AAAA: { keyData: Buffer.from([7]) } },
      tctoken: { 'x@lid': token },
    });
    const { keys: later } = await openAuthState(deps);
    expect(await later.get('pre-key', ['1'])).toEqual({ 1: { public: Buffer.from([1]), private: Buffer.from([2]) } });
    expect(await later.get('sender-key-memory', ['a@g.us'])).toEqual({ 'a@g.us': { b: true } });
    expect(await later.get('lid-mapping', ['919811111111'])).toEqual({ 919811111111: '98765' });
    expect(await later.get('device-list', ['919811111111', '2'])).toEqual({ 919811111111: ['0', '1'] });
    expect(await later.get('tctoken', ['x@lid'])).toEqual({ 'x@lid': token });
    const [sync] = Object.values(await later.get('app-state-sync-key', ['AAAA']));
    expect(Buffer.from(sync?.keyData ?? [])).toEqual(Buffer.from([7]));
    await later.set({ 'identity-key': { 'asha.0': null } });
    expect(await (await openAuthState(deps)).keys.get('identity-key', ['asha.0'])).toEqual({});
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineLink } from '../../../bots/whatsapp-web/model.js';
import { eventually } from '../../support/eventually.js';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aLine, aLinkedLine, forgetAll, isAt, isOpen, theQr, whatsAppDb } from './a-line.js';

const db = whatsAppDb();
let whatsapp: FakeWhatsApp;
beforeEach(async () => {
  await forgetAll(db);
  whatsapp = await startFakeWhatsApp();
});
afterEach(() => whatsapp.stop());

const logins = () => whatsapp.events('login').length;
const again = () => defineLink(db).updateOne({ _id: 'link' }, { $inc: { asked: 1 } });

describe('a line to WhatsApp that ends', () => {
  it('is there again after it was cut, without a new link', async () => {
    const line = await aLinkedLine(db, whatsapp);
    const before = logins();
    whatsapp.drops();
    await whatsapp.waitFor(() => logins() > before);
    await isOpen(line);
    expect(whatsapp.events('registration')).toHaveLength(1);
  });

  it.each(['500', '503', '515'])('is there again when WhatsApp ended it with %s', async (code) => {
    await aLinkedLine(db, whatsapp);
    const before = logins();
    whatsapp.endsStream({ code });
    await whatsapp.waitFor(() => logins() > before);
  });

  it('is tried again and again while WhatsApp lets nobody in', async () => {
    const line = await aLinkedLine(db, whatsapp);
    whatsapp.mood.closed = true;
    const before = whatsapp.events('connects').length;
    whatsapp.drops();
    await whatsapp.waitFor(() => whatsapp.events('connects').length >= before + 2, 30_000);
    await eventually(() => expect(line.channel.detail?.()).toContain('is tried again'));
    whatsapp.mood.closed = false;
    await eventually(() => expect(line.channel.state?.()).toBe('up'));
  }, 60_000);

  it('is noticed when it looks open and nobody answers on it', async () => {
    const line = await aLinkedLine(db, whatsapp, { keepAliveMs: 800 });
    const before = logins();
    whatsapp.mood.deaf = true;
    await eventually(() => expect(line.channel.state?.()).toBe('down'));
    whatsapp.mood.deaf = false;
    await whatsapp.waitFor(() => logins() > before, 30_000);
    await isOpen(line);
  }, 60_000);

  it('stays ended when the phone has logged out, says so, and is linked again when the operator asks', async () => {
    const line = await aLinkedLine(db, whatsapp);
    const connects = whatsapp.events('connects').length;
    whatsapp.removesDevice();
    await isAt(line, 'loggedOut');
    expect(line.channel.state?.()).toBe('down');
    expect(line.channel.detail?.()).toContain('logged out');
    expect(line.log()).toContain('logged out: link the phone again');
    expect(whatsapp.events('connects')).toHaveLength(connects);
    await again();
    whatsapp.scans(await theQr(line));
    await isOpen(line);
  }, 30_000);

  it('is linked anew by a restart after the phone has logged out', async () => {
    const line = await aLinkedLine(db, whatsapp);
    whatsapp.removesDevice();
    await isAt(line, 'loggedOut');
    await line.stop();
    const next = await aLine(db, whatsapp);
    whatsapp.scans(await theQr(next));
    await isOpen(next);
  });

  it('stays ended when another program took over the link, until the operator asks', async () => {
    const line = await aLinkedLine(db, whatsapp);
    const before = logins();
    whatsapp.endsStream({ replaced: true });
    await isAt(line, 'replaced');
    expect(line.channel.detail?.()).toContain('another program');
    expect(logins()).toBe(before);
    await again();
    await isOpen(line);
    expect(whatsapp.events('registration')).toHaveLength(1);
  });

  it('stays ended when WhatsApp has blocked the number', async () => {
    const line = await aLinkedLine(db, whatsapp);
    whatsapp.endsStream({ code: '403' });
    await isAt(line, 'forbidden');
    expect(line.channel.detail?.()).toContain('blocked');
  });
});

import { Router } from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { type AdminDeps, createAdmin } from '../../src/admin/admin.js';
import { createApp } from '../../src/api/edge/app.js';
import { newId } from '../../src/platform/ids.js';
import { createLogger } from '../../src/platform/logger.js';
import { aMobile, buildersOf } from '../orders/builders.js';
import { listen } from '../support/listen.js';
import { testServices } from '../support/services.js';

const services = testServices();
const { aStore, aProduct, aCustomer, aCart, order } = buildersOf(services);
const PASSWORD = 'the word of the operator';

async function theOperator(given: Partial<AdminDeps> = {}) {
  const { alerts, texts } = services;
  const guesses: string[] = [];
  const publicUrl = 'http://haat.test';
  const admin = createAdmin({
    ...{ password: PASSWORD, texts, defaultLanguage: 'en', publicUrl },
    guesses: { count: async ({ ip = '' }) => void guesses.push(ip), takeBack: async () => void guesses.pop() },
    channels: () => [{ name: 'whatsapp-web', isUp: false, detail: '<script>alert(1)</script>' }],
    deliveries: { failed: alerts.failures, sendAgain: alerts.sendAgain },
    link: { now: async () => ({ state: 'off' }), again: async () => undefined },
    ...given,
  });
  const parts = [Router().use('/admin', admin)];
  const server = await listen(createApp({ texts, logger: createLogger('silent'), publicUrl, parts }));
  onTestFinished(() => server[Symbol.asyncDispose]());
  const right = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`;
  const ask = async (path: string, init: RequestInit = {}, authorization: string | undefined = right) => {
    const headers = { ...init.headers, ...(authorization !== '' && { authorization }) };
    const answer = await fetch(server.url + path, { redirect: 'manual', ...init, headers });
    return { status: answer.status, headers: answer.headers, page: await answer.text() };
  };
  return { ask, guesses };
}

it('is for whoever knows the password, and guesses are counted', async () => {
  const { ask, guesses } = await theOperator();
  expect(await ask('/admin')).toMatchObject({ status: 200 });
  const wrong = [
    '',
    'Basic',
    'Basic ####',
    `Basic ${Buffer.from('admin:wrong').toString('base64')}`,
    `Bearer ${PASSWORD}`,
  ];
  for (const authorization of wrong) {
    const { status, headers, page } = await ask('/admin', {}, authorization);
    expect([authorization, status, headers.get('www-authenticate')]).toEqual([
      authorization,
      401,
      expect.stringContaining('Basic'),
    ]);
    expect(page).not.toContain('whatsapp-web');
  }
  expect(guesses).toHaveLength(1);
  expect((await ask('/admin')).headers.get('cache-control')).toBe('no-store');
});

it('tells how the channels are, and nothing that they say runs', async () => {
  const { ask } = await theOperator();
  const { page } = await ask('/admin');
  expect(page).toContain('<b>whatsapp-web</b>');
  expect(page).toContain('is not open');
  expect(page).not.toContain('<script>alert');
  expect((await ask('/admin', { headers: { 'accept-language': 'ar' } })).page).toContain('dir="rtl"');
});

it('shows what did not arrive, and sends it again, once for each tap', async () => {
  const { alerts, chats, contacts, orders, telling } = services;
  const store = await aStore();
  const seller = await contacts.meet('telegram', newId());
  await contacts.linkAccount(seller._id, store.accountId, aMobile(), 'otp');
  const placed = await order(await aCustomer(), await aCart(store, [await aProduct(store), 1]));
  await telling.tell(placed._id);
  const alert = { eventId: `${placed._id}.0`, orderId: placed._id };
  const { ask } = await theOperator();
  expect((await ask('/admin')).page).toContain('All messages about orders arrived.');
  await alerts.failed(alert, seller, 'Telegram says 400: <b>chat</b>');
  const { page } = await ask('/admin');
  expect(page).toContain(placed.number);
  expect(page).toContain('Telegram says 400: &lt;b>chat');
  const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';

  const tap = (headers = {}) =>
    ask('/admin/deliveries/again', { method: 'POST', body: new URLSearchParams({ id }), headers });
  expect((await tap({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  const before = (await chats.find(seller._id))?.outbox.length ?? 0;
  const taps = await Promise.all([tap(), tap()]);
  expect(taps.map(({ status }) => status)).toEqual([303, 303]);
  expect((await chats.find(seller._id))?.outbox).toHaveLength(before + 1);
  expect((await orders.alertsOf([placed._id])).get(placed._id)?.map(({ state }) => state)).toEqual(['queued']);
  await alerts.sent(alert, seller, 9, 'p1');
  expect((await tap()).headers.get('location')).toBe('/admin');
});

it('shows what links a phone, and begins again when that is wanted', async () => {
  let again = 0;
  let now: Awaited<ReturnType<AdminDeps['link']['now']>> = { state: 'waiting', qr: '2@abc,def"<x>' };
  const { ask } = await theOperator({ link: { now: async () => now, again: async () => void again++ } });
  const { page, headers } = await ask('/admin/whatsapp');
  expect(page).toContain('data-qr="2@abc,def&quot;&lt;x>"');
  expect(page).toContain('src="data:image/png;base64,');
  expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  now = { state: 'waiting', qr: 'x', code: 'ABCD1234' };
  expect((await ask('/admin/whatsapp')).page).toContain('ABCD-1234');
  now = { state: 'open', phone: '919876543210' };
  expect((await ask('/admin/whatsapp')).page).toContain('Linked to +919876543210');
  now = { state: 'replaced' };
  expect((await ask('/admin/whatsapp')).page).toContain('action="/admin/whatsapp/again"');
  expect((await ask('/admin/whatsapp/again', { method: 'POST' })).status).toBe(303);
  expect(again).toBe(1);
});

import { describe, expect, it } from 'vitest';
import { startOf } from '../../src/contacts/index.js';
import { startText } from '../../src/contacts/start-text.js';
import { testClock } from '../support/clock.js';
import { testServices } from '../support/services.js';

const clock = testClock();
const services = testServices({ clock });

describe('the way into a messenger', () => {
  it('carries a payload where its links can, and a text where they cannot', async () => {
    const { messengers, texts } = services;
    const t = texts.t('en');
    await messengers.announce('telegram', 'https://t.me/haat_bot?start={payload}');
    await messengers.announce('whatsapp-web', 'https://wa.me/919876543210?text={text}');
    expect(await messengers.ways('s_asha-pickles', t)).toEqual([
      { name: 'Telegram', url: 'https://t.me/haat_bot?start=s_asha-pickles' },
      { name: 'WhatsApp', url: 'https://wa.me/919876543210?text=shop%20asha-pickles' },
    ]);
  });

  it('is not shown once nobody has announced the messenger for hours', async () => {
    const { messengers, texts } = services;
    await messengers.announce('telegram', 'https://t.me/haat_bot?start={payload}');
    expect(await messengers.ways('x', texts.t('en'))).not.toEqual([]);
    clock.pass(4 * 3600);
    expect(await messengers.ways('x', texts.t('en'))).toEqual([]);
  });
});

describe('a payload inside a text', () => {
  it.each(['ar', 'en', 'es', 'hi', 'id', 'pt'])('is read out of the sentence around it (%s)', (language) => {
    const text = startText('c_V1StGXR8_Z5jdHi6B-myTA', services.texts.t(language));
    expect(text).not.toBe('c_V1StGXR8_Z5jdHi6B-myTA');
    expect(startOf(text)).toBe('c_V1StGXR8_Z5jdHi6B-myTA');
  });

  it.each([
    ['v_abc123', 'v_abc123'],
    [' s_asha-pickles ', 's_asha-pickles'],
    ['Hi! c_abc', 'c_abc'],
    ['c_abc is my cart', undefined],
    ['Mango pickle 149', undefined],
    ['abc_def', undefined],
    ['x_abcdef', undefined],
    ['c_', undefined],
    [`c_${'a'.repeat(80)}`, undefined],
  ])('%s brings %s', (text, payload) => {
    expect(startOf(text)).toBe(payload);
  });
});

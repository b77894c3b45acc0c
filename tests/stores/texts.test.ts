import { expect, it } from 'vitest';
import { createTexts } from '../../src/platform/texts.js';

const t = createTexts().t('en');

it.each([
  ['no_store', {}, 'You have no such store.'],
  ['no_shop', {}, 'No shop at this link. Ask the seller for it again.'],
  ['bad_store_name', { longest: 80 }, "A shop's name has 1 to 80 characters, like Asha Pickles."],
  ['store_closed', { shop: 'Asha {t}' }, 'Asha {t} is closed just now. Please come back later.'],
  [
    'below_minimum',
    { shop: 'Asha', minimum: '₹200', missing: '₹50' },
    'Asha takes orders from ₹200. Please add ₹50 more.',
  ],
  ['wrong_otp', { count: 1 }, 'That is another code. You have 1 try left.'],
  ['wrong_otp', { count: 4 }, 'That is another code. You have 4 tries left.'],
  ['otp_too_soon', { seconds: 40, count: 40 }, 'A code is on its way. You can ask again in 40 seconds.'],
])('%s %j is told as "%s"', (code, params, sentence) => expect(t(`refusals.${code}`, params)).toBe(sentence));

it.each(['bad_otp', 'otp_expired', 'bad_token', 'bad_address', 'bad_cursor', 'idempotency_key_reused'])(
  '%s has a sentence of its own',
  (code) => expect(t(`refusals.${code}`, { longest: 200 })).toMatch(/^[A-Z].*\.$/),
);

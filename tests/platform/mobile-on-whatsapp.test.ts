import { describe, expect, it } from 'vitest';
import { mobileOnWhatsApp } from '../../src/platform/mobile.js';

describe('the number of somebody on WhatsApp', () => {
  it.each([
    ['India', '919876543210', '+919876543210'],
    ['Brazil, as it was', '553199999999', '+5531999999999'],
    ['Brazil, as it is', '5531999999999', '+5531999999999'],
    ['a landline in Brazil', '553132223333', '+553132223333'],
    ['Mexico, as it was', '5215512345678', '+525512345678'],
    ['Mexico, as it is', '525512345678', '+525512345678'],
    ['Argentina', '5491123456789', '+5491123456789'],
    ['a place that nobody knows yet', '9991234567', '+9991234567'],
  ])('of %s is the one that they would type', (_, id, number) => {
    expect(mobileOnWhatsApp(id)).toBe(number);
  });
});

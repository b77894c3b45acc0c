import { describe, expect, it } from 'vitest';
import { meaningOf, means, plain } from '../../../../bots/conversation/reading/typed-words.js';

const words = { yes: ['yes', 'हाँ', 'sí', 'أجل'], skip: ['skip', 'छोड़ें'], cart: ['my cart'] };

describe('a typed word', () => {
  it.each([
    ['YES!', 'yes'],
    [' yes. ', 'yes'],
    ['yes 👍', 'yes'],
    ['हाँ', 'yes'],
    ['My  Cart', 'cart'],
    // what people leave out when they type
    ['si', 'yes'],
    ['اجل', 'yes'],
    ['छोडें', 'skip'],
    // as it is copied from a sentence from right to left
    ['\u2068أجل\u2069', 'yes'],
    ['ｓｋｉｐ', 'skip'],
  ])('"%s" means %s', (typed, meaning) => {
    expect(meaningOf(typed, ['skip', 'yes', 'cart'], words)).toBe(meaning);
  });

  it.each(['yesterday', 'no yes', '', '!!', 'cart my'])('"%s" means nothing', (typed) => {
    expect(meaningOf(typed, ['skip', 'yes', 'cart'], words)).toBeUndefined();
  });

  it('of a meaning that has no words means nothing', () => {
    expect(means('x', 'unheard', words)).toBe(false);
  });

  it('is compared without case and without what stands around it', () => {
    expect(plain('“Sold  out!” ')).toBe('sold out');
    expect(plain("can't")).toBe("can't");
  });
});

import fc from 'fast-check';

const codePoint = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 0, max: 0x2fff }),
  fc.integer({ min: 0, max: 0x10ffff }),
);

/** Any text at all, halves of characters and control characters included, plain letters and digits most of all. */
export const anyText = fc
  .array(codePoint, { maxLength: 30 })
  .map((codes) => codes.map((code) => String.fromCodePoint(code)).join(''));

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latinDigits, parseRows } from '../../../../bots/conversation/reading/numbers.js';

describe('digits', () => {
  it('of every script are read', () => {
    for (const ten of [
      '०१२३४५६७८९',
      '٠١٢٣٤٥٦٧٨٩',
      '۰۱۲۳۴۵۶۷۸۹',
      '০১২৩৪৫৬৭৮৯',
      '０１２３４５６７８９',
      '௦௧௨௩௪௫௬௭௮௯',
      '𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡',
    ]) {
      expect(latinDigits(ten)).toBe('0123456789');
    }
  });

  it('of any script and nothing else are changed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = latinDigits(text);
        expect(read.replace(/\d/g, '')).toBe(text.replace(/\p{Nd}/gu, ''));
        expect(/(?![0-9])\p{Nd}/u.test(read)).toBe(false);
      }),
    );
  });
});

describe('rows of a list', () => {
  it.each([
    ['3', [[3, 1]]],
    ['३', [[3, 1]]],
    ['3️⃣', [[3, 1]]],
    [
      '1x2, 3',
      [
        [1, 2],
        [3, 1],
      ],
    ],
    [
      '1 X 2;3 * 4',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      '१×२، ३',
      [
        [1, 2],
        [3, 1],
      ],
    ],
    [
      '1 2 3',
      [
        [1, 1],
        [2, 1],
        [3, 1],
      ],
    ],
    ['0', [[0, 1]]],
    ['#2', [[2, 1]]],
    [
      '1 + 2 & 3',
      [
        [1, 1],
        [2, 1],
        [3, 1],
      ],
    ],
    ['1x99', [[1, 99]]],
  ])('are read in "%s"', (text, rows) => {
    expect(parseRows(text)).toEqual(rows.map(([row, times]) => ({ row, times })));
  });

  it.each(['', 'two', '1 mango', '1x0', '1x100', '100', '1x', 'x2', '1.5', '-1', '1,2,x', ','])(
    'are not read in "%s"',
    (text) => {
      expect(parseRows(text)).toBeUndefined();
    },
  );

  it('are never more than a person types', () => {
    expect(parseRows('1 '.repeat(21))).toBeUndefined();
  });

  it('come out as they went in', () => {
    const picks = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 99 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(picks, fc.constantFrom(', ', ' ', ';', ' + '), (rows, gap) => {
        const text = rows.map(([row, times]) => `${row}x${times}`).join(gap);
        expect(parseRows(text)).toEqual(rows.map(([row, times]) => ({ row, times })));
      }),
    );
  });
});

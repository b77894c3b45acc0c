/** The digits of every script as 0–9 (`१२` → `12`); everything else stays. */
export function latinDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => String(digitOf(digit.codePointAt(0) ?? 0)));
}

// Unicode keeps the digits of a script together, zero first, and puts several scripts' tens side by side at most
function digitOf(codePoint: number): number {
  let zero = codePoint;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (codePoint - zero) % 10;
}

/** A row of a numbered list and how often it is wanted. */
export type Row = { row: number; times: number };

const MOST_OF_ONE = 99;
const MOST_ROWS = 20;

/**
 * Numbers of rows as people type them: `3`, `3.`, `३`, `1 3`, `1x2, 3`. Undefined where anything else is said too.
 */
export function parseRows(text: string): Row[] | undefined {
  const plain = latinDigits(text)
    // a number in its emoji frame
    .replace(/[\ufe0f\u20e3]/g, '')
    .replace(/\s*[xX×хХ*]\s*/g, 'x');
  const parts = plain.split(/[\s,;،、+&]+/).filter(Boolean);
  if (parts.length === 0 || parts.length > MOST_ROWS) return undefined;
  const rows: Row[] = [];
  for (const part of parts) {
    const [, row, times = '1'] = /^#?(\d{1,2})(?:x(\d{1,2}))?[.)]?$/.exec(part) ?? [];
    if (row === undefined || Number(times) < 1 || Number(times) > MOST_OF_ONE) return undefined;
    rows.push({ row: Number(row), times: Number(times) });
  }
  return rows;
}

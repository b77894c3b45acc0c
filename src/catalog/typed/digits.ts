const isDigit = (code: number): boolean => /^\p{Nd}$/u.test(String.fromCodePoint(code));

/** The value of one decimal digit of any script: Unicode keeps its ten digits in order, sometimes several sets in a row. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (isDigit(code - before - 1)) before++;
  return String(before % 10);
}

/** Writes the digits of every script as 0-9 (`१४९` → `149`); all else stays as it is. */
export const toPlainDigits = (text: string): string => text.replace(/(?![0-9])\p{Nd}/gu, digitValue);

/** What a spreadsheet takes for a formula, in the wide forms of East Asian keyboards too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const MARKED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** A cell that no spreadsheet runs as a formula; what is marked already is marked once more, so that it comes back. */
export const harmless = (cell: string): string => (FORMULA.test(cell) || MARKED.test(cell) ? `'${cell}` : cell);

/** The cell as it was before `harmless`. */
export const unmarked = (cell: string): string => (MARKED.test(cell) ? cell.slice(1) : cell);

import qrcode from 'qrcode';

/** The standard asks for a margin of four modules around a QR. */
const QUIET_MODULES = 4;

/** Where a QR is drawn: the corner of its first module, and the side of one module, in pixels. */
export type QrPlace = { x: number; y: number; module: number };

/** The dark modules of a text's QR code, row by row. Level M: a screen is not torn or dirty. */
export function qrMatrix(text: string): { size: number; isDark(row: number, column: number): boolean } {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  return { size: modules.size, isDark: (row, column) => modules.get(row, column) !== 0 };
}

/** The largest QR with whole pixels for modules that fits a square with its quiet margin, in the square's middle. */
export function placeQr(size: number, square: { x: number; y: number; side: number }): QrPlace {
  const module = Math.floor(square.side / (size + 2 * QUIET_MODULES));
  const margin = Math.floor((square.side - module * size) / 2);
  return { x: square.x + margin, y: square.y + margin, module };
}

/** One SVG path of all dark modules. */
export function qrPath(text: string, square: { x: number; y: number; side: number }, color: string): string {
  const { size, isDark } = qrMatrix(text);
  const { x, y, module } = placeQr(size, square);
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (isDark(row, column)) path += `M${x + column * module} ${y + row * module}h${module}v${module}h-${module}z`;
    }
  }
  return `<path d="${path}" fill="${color}" shape-rendering="crispEdges"/>`;
}

import { toString as drawn } from 'qrcode';
import type { T } from '../../src/platform/texts.js';
import type { RunLinkDeps } from './run-link.js';

/** What the operator reads where the program runs: what to scan, or what to type, and that it worked. */
export const createShow =
  (t: T, print: (text: string) => void): RunLinkDeps['show'] =>
  (what) => {
    if ('linked' in what) return print(`\n${t('link.at.open', { number: what.linked })}\n`);
    if ('code' in what) return print(`\n${t('link.howCode')}\n\n    ${what.code}\n\n`);
    drawn(what.qr, { type: 'terminal', small: true, errorCorrectionLevel: 'L' }).then(
      (picture) => print(`\n${t('link.how')}\n\n${picture}\n`),
      () => undefined,
    );
  };

import type { OverlayOptions } from 'sharp';
import type { TextImage } from './card-text.js';

/** The colours of everything that is drawn, as pages have them. */
export const PAPER = '#FFFAF2';
export const INK = '#211A15';
export const MUTED = '#655A50';
export const LEAF = '#0A6B4B';
export const LEAF_TINT = '#DFF3E8';

const STRIPES = 8;

/** The awning of a market stall over the top of a picture, as SVG. */
export function awning(width: number, height: number): string {
  const stripe = width / STRIPES;
  const stripes = Array.from({ length: STRIPES }, (_, i) => {
    const path = `M${i * stripe} 0h${stripe}v${height - stripe / 2}a${stripe / 2} ${stripe / 2} 0 0 1 ${-stripe} 0z`;
    return `<path d="${path}" fill="${i % 2 ? LEAF_TINT : LEAF}"/>`;
  });
  return stripes.join('');
}

/** A drawn text at a place of a picture, in pixels. */
export const at = ({ pixels, width, height }: TextImage, left: number, top: number): OverlayOptions => ({
  input: pixels,
  raw: { width, height, channels: 4 },
  left: Math.round(left),
  top: Math.round(top),
});

/** The link as it is read, without its scheme. */
export const readUrl = (url: string): string => url.replace(/^https?:\/\//, '');

/** Whether the first letter is one of a script written from the right. */
export const isRightToLeft = (text: string): boolean =>
  /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text);

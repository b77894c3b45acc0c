const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** So far back a space is looked for, as a share of the room: a text of one long word is cut within it. */
const LOOK_BACK = 1 / 8;

/**
 * The text, or as much of it as `room` UTF-16 units take with an ellipsis. It ends behind a whole word where there is
 * one near, else behind a whole character.
 */
export function cutText(text: string, room: number): string {
  if (text.length <= room) return text;
  if (room < 1) return '';
  // a character may have been cut by the slice: what is whole in it lies before the last one
  const kept = text.slice(0, room);
  const last = [...graphemes.segment(kept.slice(-64))].at(-1);
  const whole = kept.slice(0, kept.length - (last?.segment.length ?? 1));
  const words = /^(.*\S)\s+\S*$/su.exec(whole)?.[1] ?? '';
  return `${words.length > whole.length * (1 - LOOK_BACK) ? words : whole}…`;
}

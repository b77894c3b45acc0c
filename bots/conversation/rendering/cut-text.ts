const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The text, or as much of it as `room` UTF-16 units take with an ellipsis; no character is cut apart. */
export function cutText(text: string, room: number): string {
  if (text.length <= room) return text;
  if (room < 1) return '';
  // a character may have been cut by the slice: what is whole in it lies before the last one
  const kept = text.slice(0, room);
  const last = [...graphemes.segment(kept.slice(-64))].at(-1);
  return `${kept.slice(0, kept.length - (last?.segment.length ?? 1))}…`;
}

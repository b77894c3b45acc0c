/** Growing pauses with jitter before try `tries` + 1, in ms: about 1 s, 2 s, 4 s … and a minute at most. */
export const growingPauseMs = (tries: number): number =>
  Math.round(Math.min(60_000, 1000 * 2 ** tries) * (0.5 + Math.random() / 2));

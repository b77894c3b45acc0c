/**
 * Loaded before a program, gives it a clock that jumps at each SIGUSR2: six minutes ahead, six behind the real time, and
 * to the real time again; longer than any lease, shorter than what a seller is reminded after. Timers and what measures
 * durations go on as they are, as on a machine whose clock is set.
 */
const OFFSETS_MS = [0, 360_000, -360_000];
const RealDate = Date;
let jumps = 0;
const offset = () => OFFSETS_MS[jumps % OFFSETS_MS.length];

class Jumping extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset());
    else super(...given);
  }
  static now() {
    return RealDate.now() + offset();
  }
}
// libraries know it by its name
Object.defineProperty(Jumping, 'name', { value: 'Date' });
globalThis.Date = Jumping;
process.on('SIGUSR2', () => {
  jumps += 1;
});

import { expect, it } from 'vitest';
import { afterLine } from '../../../bots/whatsapp-web/after-line.js';

it.each([
  [515, { kind: 'again' }],
  [401, { kind: 'stop', state: 'loggedOut', forget: true }],
  [403, { kind: 'stop', state: 'forbidden', forget: false }],
  [440, { kind: 'stop', state: 'replaced', forget: false }],
  [408, { kind: 'pause', fresh: false }],
  [428, { kind: 'pause', fresh: false }],
  [500, { kind: 'pause', fresh: false }],
  [503, { kind: 'pause', fresh: false }],
  [411, { kind: 'pause', fresh: false }],
  [undefined, { kind: 'pause', fresh: false }],
])('a line that ended with %s', (code, next) => {
  expect(afterLine({ code, wasOpen: false, wasWaiting: false })).toEqual(next);
});

it('that was open for a while begins with the shortest pause, and a QR that nobody scanned is shown anew', () => {
  expect(afterLine({ code: 503, wasOpen: true, wasWaiting: false })).toEqual({ kind: 'pause', fresh: true });
  expect(afterLine({ code: 408, wasOpen: false, wasWaiting: true })).toEqual({ kind: 'again' });
});

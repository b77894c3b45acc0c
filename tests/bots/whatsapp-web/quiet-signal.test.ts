import { expect, it } from 'vitest';
import { quietSignal } from '../../../bots/whatsapp-web/quiet-signal.js';

it('what the library of the Signal protocol prints is not printed, and everything else is', () => {
  const printed: unknown[] = [];
  const print = (...words: unknown[]) => void printed.push(...words);
  const spoken = { info: print, warn: print, error: print };
  quietSignal(spoken);
  quietSignal(spoken);
  const session = { rootKey: 'secret' };
  spoken.info('Closing session:', session);
  spoken.info('Opening session:', session);
  spoken.info('Removing old closed session:', session);
  spoken.warn('Session already closed', session);
  spoken.error('Failed to decrypt message with any known session...');
  spoken.error('Session error:Error: Bad MAC', 'stack');
  spoken.warn('Closing open session in favor of incoming prekey bundle');
  expect(printed).toEqual([]);
  spoken.warn('a warning of somebody else', session);
  spoken.error(new Error('x'));
  expect(printed).toHaveLength(3);
});

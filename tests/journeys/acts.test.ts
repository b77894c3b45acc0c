import { describe, expect, it } from 'vitest';
import { actsIn, CHANNELS, TASKS } from '../support/acts.js';
import { testServices } from '../support/services.js';

const services = testServices();

describe.each(CHANNELS)('by so few acts on %s', (channel) => {
  it.each(TASKS)('$name', async ({ play, most }) => {
    const transcript = await play(services, channel);
    expect(actsIn(transcript), transcript).toBeLessThanOrEqual(most[channel]);
  });
});

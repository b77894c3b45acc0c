import { it } from 'vitest';
import { actsIn, TASKS } from '../tests/support/acts.js';
import { testServices } from '../tests/support/services.js';

const services = testServices();

/**
 * How many acts (messages and taps) each task takes, counted in the transcripts of chats that are really held. Prints
 * one line for people a task, and all of it as JSON.
 */
it('counts acts', async () => {
  const counted: { task: string; telegram: number; 'whatsapp-web': number; most: string }[] = [];
  for (const { name, play, most } of TASKS) {
    const [buttons, numbers] = [actsIn(await play(services, 'telegram')), actsIn(await play(services, 'whatsapp-web'))];
    const row = {
      task: name,
      telegram: buttons,
      'whatsapp-web': numbers,
      most: `${most.telegram}/${most['whatsapp-web']}`,
    };
    counted.push(row);
    process.stdout.write(`${name}: ${buttons} with buttons, ${numbers} by numbers (at most ${row.most})\n`);
  }
  process.stdout.write(`${JSON.stringify(counted)}\n`);
});

import { describe, expect, it } from 'vitest';
import {
  ALERT_WORDS,
  ALWAYS,
  COMMANDS,
  choiceOfCommand,
  commandOfChoice,
  goesStale,
} from '../../../bots/conversation/commands.js';
import { createTexts } from '../../../src/platform/texts.js';

const texts = createTexts('en');

describe('a command', () => {
  it('has a choice that means the same, and the other way round', () => {
    for (const command of COMMANDS) expect(commandOfChoice(choiceOfCommand(command))).toBe(command);
    expect(choiceOfCommand('addproduct')).toBe('add-product');
    expect(commandOfChoice('wings')).toBeUndefined();
  });

  it('has words in every language', () => {
    for (const language of texts.languages) {
      const words = texts.words(language);
      for (const meaning of [...COMMANDS, ...ALWAYS, ...ALERT_WORDS, 'yes', 'skip', 'soldOut', 'greeting']) {
        expect(words[meaning]?.length, `${language} ${meaning}`).toBeGreaterThan(0);
      }
    }
  });

  it('shares no word with another command, so that each means one thing', () => {
    for (const language of texts.languages) {
      const words = texts.words(language);
      const all = COMMANDS.flatMap((command) => words[command] ?? []);
      expect(all.filter((word, index) => all.indexOf(word) !== index)).toEqual([]);
    }
  });
});

it('only plain words for the present question go stale', () => {
  for (const id of ['yes', 'no', 'skip', 'cod', 'upi']) expect(goesStale(id)).toBe(true);
  for (const id of ['cart', 'back', 'mrp', 'accept:1', 'undo:1', 'language:en']) expect(goesStale(id)).toBe(false);
});

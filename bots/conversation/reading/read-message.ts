import type { Incoming } from '../../../src/contacts/incoming.js';
import type { Words } from '../../../src/platform/texts.js';
import { pageOf } from '../asking/pages.js';
import type { Shown } from '../asking/shown.js';
import { ALWAYS } from '../commands.js';
import type { Meaning, Situation } from './meaning.js';
import { readText } from './read-text.js';

/** What a message is read against. */
export type Reading = {
  situation: Situation;
  /** What was last shown to choose from. */
  shown: Shown | null;
  words: Words;
  publicUrl: string;
};

/**
 * Tells what a message is: a choice, a command, a page, an answer. `text` is the cleaned text of the message.
 * A text that comes with a photo is its caption and never a command.
 */
export function readMessage(message: Incoming, text: string, reading: Reading): Meaning {
  if (message.choice !== undefined) return readChoice(message.choice);
  if (message.unsupported) return { kind: 'unsupported' };
  if (message.order) return { kind: 'order' };
  if (message.start !== undefined) return { kind: 'start', payload: message.start };
  if (message.photos?.length || message.file || message.contact || message.location) return { kind: 'answer' };
  return readText(text, reading);
}

/** The wire form of a choice: its id, `|` and the mark where it has one. */
function readChoice(wire: string): Meaning {
  const bar = wire.lastIndexOf('|');
  const [id, mark] = bar < 0 ? [wire] : [wire.slice(0, bar), wire.slice(bar + 1)];
  const always = ALWAYS.find((word) => word === id);
  if (always) return { kind: 'always', word: always };
  const page = pageOf(id);
  if (page !== undefined) return { kind: 'page', page };
  return { kind: 'choice', id, ...(mark !== undefined && { mark }) };
}

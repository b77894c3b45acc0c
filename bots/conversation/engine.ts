import type { Incoming } from '../../src/contacts/incoming.js';
import type { Ask, Prompt } from '../../src/platform/prompt.js';
import type { AnyFlow, Base } from './flow.js';

/** What the person last saw to choose from, kept in the chat as plain JSON. */
export type Shown = {
  ids: string[];
  /** What is read for each id; where text is asked a choice is typed by its label. */
  labels: string[];
  ask?: Ask;
  mark: string;
  /** Of a list that is longer than a page of a numbered channel; the first is 0. */
  page: number;
};

/** One message to send, as it goes into the outbox. */
export type Reply = { prompt: Prompt; page?: number; mark?: string; notBeforeMs?: number; replaces?: string };

/** What the chat keeps between two messages: plain JSON, read with care. */
export type ChatState = { turn: unknown; shown: Shown | null; lastAt: Date | null };

export type Answered = { turn: unknown; shown: Shown | null; replies: Reply[] };

export type Engine<Deps> = {
  /**
   * Takes one message to the step that waits for it and says what is to be said. Changes nothing but through the
   * steps' own verbs; run again with the same `onceKey` it takes the same path.
   * A Refusal is told to the person; everything else is thrown untouched.
   */
  answer(message: Incoming, chat: ChatState, deps: Deps): Promise<Answered>;
};

export declare function createEngine<Deps extends Base>(flows: readonly AnyFlow<Deps>[]): Engine<Deps>;

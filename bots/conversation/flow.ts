import type { z } from 'zod';
import type { Incoming } from '../../src/contacts/incoming.js';
import type { Contact } from '../../src/contacts/model.js';
import type { Country } from '../../src/platform/mobile.js';
import type { Prompt } from '../../src/platform/prompt.js';
import type { T, Words } from '../../src/platform/texts.js';
import type { AlertWord, Command, QuickWord } from './commands.js';

/**
 * What a person answered, without any channel's form. `text` is in NFC, trimmed, without control characters, and at
 * most 4000 characters long; `choice` is a bare id (`accept:<orderId>`), also where a number or a word was typed.
 */
export type Answer = Pick<Incoming, 'photos' | 'file' | 'contact' | 'location' | 'quotes' | 'order'> & {
  text?: string;
  choice?: string;
  /** What `1x2, 3` stands for; only at a step that takes `several`. */
  several?: Picked[];
};

/** One row of a numbered list, taken `times` times (1–99). */
export type Picked = { choice: string; times: number };

/**
 * One message to say. Choices of a message that is followed by a question are shown with the question, so that only
 * the last message carries choices; at most 8 of them, a longer list belongs to a step.
 */
export type Say = Prompt & {
  /** Waits this long, and is not said at all when the person writes or taps before. */
  notBeforeMs?: number;
};

/** Where an answer leads. */
export type Next<Turn> =
  | { to: Turn; say: Say[] }
  | { done: true; say: Say[] }
  | { flow: string; turn: unknown; say: Say[] }
  | { pass: true };

/** Goes on (or stays) at a step, whose question is then asked. */
export const goTo = <Turn>(to: Turn, ...say: Say[]): { to: Turn; say: Say[] } => ({ to, say });

/** Ends the flow. From an entry: does what was asked and leaves the open flow, if any, where it was. */
export const finish = (...say: Say[]): { done: true; say: Say[] } => ({ done: true, say });

/** Goes on with another flow; without a turn it begins at its start. */
export const handOver = (flow: string, turn?: unknown, ...say: Say[]) => ({ flow, turn, say });

/** Says that the answer is none for this step or entry: the next that may take it is asked. */
export const pass = (): { pass: true } => ({ pass: true });

/** One question of a flow and what its answers lead to. */
export interface Step<Here, Turn, Deps> {
  /**
   * What is asked. Called again whenever the question is repeated, so it changes nothing. With an empty text and no
   * photo its choices join the message before it.
   */
  ask(here: Here, deps: Deps): Say | Promise<Say>;
  /**
   * Calls its changing verb first, with data from the turn alone: the same answer may come here twice with the same
   * `onceKey`. A Refusal is told and the question asked again.
   */
  accept(answer: Answer, here: Here, deps: Deps): Next<Turn> | Promise<Next<Turn>>;
  /** The step before; without it `back` leaves the flow. */
  back?(here: Here): Turn;
  /** No question is open here: words are commands, and what `accept` passes is handled as if no flow were open. */
  rest?: true;
  /**
   * What is answered goes to another person, who may take their time: it is taken however long ago the question was
   * asked, and also where it is a bare greeting.
   */
  patient?: true;
  /** `1x2, 3` is taken at the numbers of this step, as `answer.several`. */
  several?: true;
}

/** A way into a flow from anywhere; give one or more of the doors. */
export type Entry<Turn, Deps> = {
  command?: Command;
  /** An exact id (`add-product`), or a prefix that ends in a colon and is followed by an id (`accept:`). */
  choice?: string;
  /** A prefix of a deep link's payload (`s_`). */
  start?: string;
  /** A photo that no question waits for. */
  photo?: true;
  /** A file, but for pictures, that no question waits for. */
  file?: true;
  /** A text that no question waits for and that is no command. */
  text?: true;
  /** Products chosen in the messenger's own catalog. */
  order?: true;
  /** `ok 7K3`; `arg` is what follows the word. */
  word?: AlertWord;
  /** `price mango 159`, where no question is open; `arg` is what follows, as it was typed. */
  quick?: QuickWord;
  /** `arg` is what follows the command, the word, the choice's colon or the payload's prefix; else empty. */
  open(arg: string, answer: Answer, deps: Deps): Next<Turn> | Promise<Next<Turn>>;
};

/**
 * A conversation as a table: a step for every `at` of the turn, and no way to a step that is not there.
 * `over`: runs on top of the open flow, which continues when it ends.
 */
export type Flow<Turn extends { at: string }, Deps> = {
  id: string;
  /** What a saved turn is read with; a turn that no longer fits begins again at `start`. */
  schema: z.ZodType<Turn>;
  start: Turn;
  steps: { [At in Turn['at']]: Step<Extract<Turn, { at: At }>, Turn, Deps> };
  entries?: Entry<Turn, Deps>[];
  over?: true;
};

/** A flow whose turn only the flow itself knows. Steps are methods, so each flow is one of these without a cast. */
export type AnyFlow<Deps> = Flow<{ at: string }, Deps>;

/** What the engine itself and every step can use, made anew for each message. */
export type Base = {
  /** The contact's language. */
  t: T;
  words: Words;
  /** BCP 47, for formats of money and dates. */
  language: string;
  contact: Contact;
  /** `<contactId>.<version>`: the same for every try of one message. */
  onceKey: string;
  /** When the message is handled. */
  now: Date;
  /** The bytes of a photo or file that came with an answer. */
  fetch(ref: string): Promise<Buffer>;
  /** The country that numbers without a prefix are read in. */
  country: Country;
  /** Where this Haat is, without a slash at the end. */
  publicUrl: string;
};

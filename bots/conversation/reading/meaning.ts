import type { AlertWord, Always, Command, QuickWord } from '../commands.js';
import type { Picked } from '../flow.js';

/** What a message turned out to be, before any step has seen it. */
export type Meaning =
  | { kind: 'always'; word: Always }
  | { kind: 'command'; command: Command; arg: string }
  /** `mark`: of the question it was shown with; `typed`: by its number or label, not pressed. */
  | { kind: 'choice'; id: string; mark?: string; typed?: true }
  | { kind: 'several'; picked: Picked[] }
  | { kind: 'page'; page: number }
  | { kind: 'start'; payload: string }
  | { kind: 'word'; word: AlertWord; arg: string }
  | { kind: 'quick'; word: QuickWord; arg: string }
  /** A cart of the messenger's own. */
  | { kind: 'order' }
  | { kind: 'greeting' }
  | { kind: 'unknown-command' }
  /** A sticker, a voice note: nothing that a step could take. */
  | { kind: 'unsupported' }
  /** Text, a photo, a place: for whoever waits for it. */
  | { kind: 'answer' };

/**
 * What the person is in the middle of: `text` free text is asked, `choices` something else is asked, `rest` a flow
 * that asks nothing, `idle` no flow.
 */
export type Situation = 'text' | 'choices' | 'rest' | 'idle';

/** Whether a question waits for its answer. */
export const isOpen = (situation: Situation): boolean => situation === 'text' || situation === 'choices';

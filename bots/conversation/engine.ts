import type { Incoming } from '../../src/contacts/incoming.js';
import type { Prompt } from '../../src/platform/prompt.js';
import { compose } from './asking/compose.js';
import { asksFreeText } from './asking/free-text.js';
import { replyOf } from './asking/reply.js';
import { readShown, type Shown, shownAfter } from './asking/shown.js';
import type { Answer, AnyFlow, Base } from './flow.js';
import { cleanText } from './reading/clean-text.js';
import { isOpen, type Meaning, type Situation } from './reading/meaning.js';
import { readMessage } from './reading/read-message.js';
import { markOf, readStack, stepOf } from './stack.js';
import { askTop } from './turning/ask-top.js';
import { again } from './turning/common.js';
import { answersQuestion, route, routeLate } from './turning/route.js';
import type { Outcome, Turning } from './turning/turning.js';

/** One message to send, as it goes into the outbox. */
export type Reply = { prompt: Prompt; page?: number; mark?: string; notBeforeMs?: number };

/** What the chat keeps between two messages: plain JSON, read with care. */
export type ChatState = { turn: unknown; shown: unknown; lastAt: Date | null };

/** `turn` is null where no flow is open. */
export type Answered = { turn: unknown; shown: Shown | null; replies: Reply[] };

export type Engine<Deps> = {
  /**
   * Takes one message to the step that waits for it and says what is to be said. Changes nothing but through the
   * steps' own verbs; run again with the same `onceKey` it takes the same path.
   * A Refusal is told to the person; everything else is thrown untouched.
   */
  answer(message: Incoming, chat: ChatState, deps: Deps): Promise<Answered>;
};

/** After this long an answer is not taken for one: who writes again has other things in mind. */
const QUESTION_LASTS_MS = 3_600_000;

/** The one engine of all conversations. Entries of earlier flows are asked first. */
export function createEngine<Deps extends Base>(flows: readonly AnyFlow<Deps>[]): Engine<Deps> {
  const byId = new Map(flows.map((flow) => [flow.id, flow]));

  /** Reads the chat and the message, so that all that follows knows what the message means. */
  function begin(message: Incoming, chat: ChatState, deps: Deps) {
    const { frames, restarted } = readStack(chat.turn, byId);
    const top = frames.at(-1);
    const step = top && stepOf(top, byId);
    const shown = readShown(chat.shown);
    const situation = situationOf(step, shown);
    const text = cleanText(message.text ?? '');
    const meaning = readMessage(message, text, { situation, shown, words: deps.words, publicUrl: deps.publicUrl });
    const answer = answerOf(message, text, meaning);
    const turning: Turning<Deps> = { flows, byId, frames, step, situation, shown, answer, deps };
    return { turning, meaning, restarted };
  }

  return {
    async answer(message, chat, deps) {
      const { turning, meaning, restarted } = begin(message, chat, deps);
      const silentMs = chat.lastAt ? message.at.getTime() - chat.lastAt.getTime() : 0;
      const late = isOpen(turning.situation) && !turning.step?.patient && silentMs > QUESTION_LASTS_MS;
      let outcome: Outcome;
      if (restarted && answersQuestion(meaning)) outcome = again(turning, deps.t('common.restarted'));
      else if (late) outcome = await routeLate(meaning, turning);
      else outcome = await route(meaning, turning);

      const { frames, say, question } = await askTop(outcome, turning);
      const mark = markOf(frames.at(-1));
      const replies = compose(say, question).map((one) => replyOf(one, mark, outcome.page ?? 0, deps.t));
      return { turn: frames.length > 0 ? { frames } : null, shown: shownAfter(replies, mark), replies };
    },
  };
}

function situationOf(step: { rest?: true } | undefined, shown: Shown | null): Situation {
  if (!step) return 'idle';
  if (step.rest) return 'rest';
  return asksFreeText(shown?.ask) ? 'text' : 'choices';
}

/** The answer a step gets: what was typed, or the choice it turned out to be. */
function answerOf(message: Incoming, text: string, meaning: Meaning): Answer {
  const { photos, file, contact, location, quotes, order } = message;
  return {
    ...(meaning.kind === 'choice' ? { choice: meaning.id } : text !== '' && { text }),
    ...(meaning.kind === 'several' && { several: meaning.picked }),
    ...(photos?.length && { photos }),
    ...(file && { file }),
    ...(contact && { contact }),
    ...(location && { location }),
    ...(quotes !== undefined && { quotes }),
    ...(order && { order }),
  };
}

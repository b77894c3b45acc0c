import type { Choice } from '../../../src/platform/prompt.js';
import type { Say } from '../flow.js';

/** Two texts become one message up to this length, which fits under a photo in every channel. */
const ONE_MESSAGE = 900;

/**
 * The messages of one answer. What is said before a question joins it, so that a person reads one message, not three;
 * and only the last message carries choices, so that a number can mean one thing only. Photos, files and messages
 * that wait for their time stay by themselves.
 */
export function compose(says: readonly Say[], question?: Say): Say[] {
  const messages: Say[] = [];
  const choices: Choice[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    if (texts.length > 0) messages.push({ text: texts.join('\n\n') });
    texts = [];
  };
  for (const say of says) {
    if (standsAlone(say)) {
      flush();
      messages.push(isLate(say) ? say : withChoices(say, []));
    } else if (say.text) texts.push(say.text);
    if (!isLate(say)) choices.push(...(say.choices ?? []));
  }
  if (question && isLate(question)) {
    flush();
    return [...withLastChoices(messages, choices), question];
  }
  if (question && !isSilent(question)) {
    const joined = [...texts, question.text].filter(Boolean).join('\n\n');
    if (joined.length > ONE_MESSAGE) flush();
    const text = texts.length > 0 ? joined : question.text;
    return [...messages, withChoices({ ...question, text }, [...(question.choices ?? []), ...choices])];
  }
  flush();
  return withLastChoices(messages, [...(question?.choices ?? []), ...choices]);
}

const isLate = (say: Say): boolean => say.notBeforeMs !== undefined;
const hasMedia = (say: Say): boolean => say.photo !== undefined || say.file !== undefined;
const standsAlone = (say: Say): boolean => hasMedia(say) || isLate(say);
const isSilent = (say: Say): boolean => say.text === '' && !hasMedia(say);

function withLastChoices(messages: Say[], choices: Choice[]): Say[] {
  const last = messages.findLastIndex((message) => !isLate(message));
  return messages.map((message, index) => (index === last ? withChoices(message, choices) : message));
}

function withChoices(say: Say, choices: readonly Choice[]): Say {
  const { choices: _own, ...rest } = say;
  const once = choices.filter(({ id }, index) => choices.findIndex((other) => other.id === id) === index);
  return once.length > 0 ? { ...rest, choices: once } : rest;
}

import { goesStale } from '../commands.js';
import { openedBy } from '../entries.js';
import type { Base } from '../flow.js';
import { isOpen, type Meaning } from '../reading/meaning.js';
import { markOf } from '../stack.js';
import { again, notUnderstood, takeAlways } from './common.js';
import { takeDoor, takeStep } from './take.js';
import type { Outcome, Turning } from './turning.js';

/** Whether a message can only be an answer to the question that was asked. */
export const answersQuestion = (meaning: Meaning): boolean =>
  meaning.kind === 'answer' ||
  meaning.kind === 'several' ||
  (meaning.kind === 'choice' && (meaning.typed === true || goesStale(meaning.id)));

/** Takes a message to whoever it is for. */
export async function route<Deps extends Base>(meaning: Meaning, turning: Turning<Deps>): Promise<Outcome> {
  const { flows, frames, situation, deps } = turning;
  const open = isOpen(situation);
  switch (meaning.kind) {
    case 'always':
      return takeAlways(meaning.word, turning);
    case 'page':
      return { ...again(turning), page: meaning.page };
    case 'unsupported':
      return again(turning, deps.t('common.unsupported'));
    case 'unknown-command':
      return notUnderstood(turning);
    case 'greeting':
      // whoever waits patiently waits for a person, who is greeted too
      if (open) return (turning.step?.patient && (await takeStep(turning))) || again(turning);
      return (await takeDoor(openedBy(flows, 'command', 'start'), turning)) ?? notUnderstood(turning);
    case 'order':
      return (await takeDoor(openedBy(flows, 'order'), turning)) ?? notUnderstood(turning);
    case 'command':
    case 'start':
      return (await takeDoor(doorsOf(meaning, turning), turning)) ?? notUnderstood(turning);
    case 'several':
      if (!turning.step?.several) return again(turning, deps.t('common.oneAtATime'));
      return (await takeStep(turning)) ?? notUnderstood(turning);
    case 'choice':
      return takeChoice(meaning, turning);
    case 'word':
      return takeWord(meaning, turning);
    case 'quick': {
      const doors = openedBy(flows, 'quick', meaning.word).map((door) => ({ ...door, arg: meaning.arg }));
      // from anybody else these are words like all others
      return (await takeDoor(doors, turning)) ?? takeUnasked(turning, frames.length > 0);
    }
    case 'answer':
      if (open) return (await takeStep(turning)) ?? (await takeFile(turning)) ?? notUnderstood(turning);
      return takeUnasked(turning, frames.length > 0);
  }
}

/** A file that the open question does not want is for whoever takes files from anywhere. */
const takeFile = <Deps extends Base>(turning: Turning<Deps>): Promise<Outcome | undefined> =>
  takeDoor(turning.answer.file ? openedBy(turning.flows, 'file') : [], turning);

/**
 * Takes a message that came long after the question. Words are not taken for its answer, and the question comes again.
 * A photo is never thrown away: of an album the first one has the caption. It is the answer where a photo was asked,
 * else it is for whoever takes photos from anywhere.
 */
export async function routeLate<Deps extends Base>(meaning: Meaning, turning: Turning<Deps>): Promise<Outcome> {
  if (!answersQuestion(meaning)) return route(meaning, turning);
  const { flows, answer, shown } = turning;
  if (!answer.photos?.length && !answer.file) return again(turning);
  if (shown?.ask === (answer.file ? 'file' : 'photo')) return route(meaning, turning);
  return (await takeDoor(openedBy(flows, answer.file ? 'file' : 'photo'), turning)) ?? again(turning);
}

/** What a command with its argument, or the payload of a deep link, opens; a payload nobody knows is a bare start. */
function doorsOf<Deps extends Base>(
  meaning: Extract<Meaning, { kind: 'command' | 'start' }>,
  { flows }: Turning<Deps>,
) {
  if (meaning.kind === 'command') {
    return openedBy(flows, 'command', meaning.command).map((door) => ({ ...door, arg: meaning.arg }));
  }
  return [...openedBy(flows, 'start', meaning.payload), ...openedBy(flows, 'command', 'start')];
}

/** What no question waits for: the resting flow first, then whoever takes photos or texts from anywhere. */
async function takeUnasked<Deps extends Base>(turning: Turning<Deps>, resting: boolean): Promise<Outcome> {
  const taken = resting ? await takeStep(turning) : undefined;
  if (taken) return taken;
  const { photos, file, text } = turning.answer;
  const door = photos?.length ? 'photo' : file ? 'file' : text ? 'text' : undefined;
  return (await takeDoor(door ? openedBy(turning.flows, door) : [], turning)) ?? notUnderstood(turning);
}

/** A choice shown with the present question is the step's own; any other goes to whoever knows its id. */
async function takeChoice<Deps extends Base>(
  { id, mark }: Extract<Meaning, { kind: 'choice' }>,
  turning: Turning<Deps>,
): Promise<Outcome> {
  const { flows, frames, shown, situation, deps } = turning;
  const isShown = shown?.ids.includes(id) === true;
  const isPresent = mark === undefined ? isShown : mark === markOf(frames.at(-1));
  if (goesStale(id) && !isPresent) return again(turning, deps.t('common.stale'));
  const doors = openedBy(flows, 'choice', id);
  const taken = isShown
    ? ((await takeStep(turning)) ?? (await takeDoor(doors, turning)))
    : ((await takeDoor(doors, turning)) ?? (situation === 'text' ? undefined : await takeStep(turning)));
  return taken ?? again(turning, deps.t('common.stale'));
}

/** `ok 7K3`: the order's. Where there is none, it was a number in vain, or words after all: "ok thanks", "no onions". */
async function takeWord<Deps extends Base>(
  { word, arg }: Extract<Meaning, { kind: 'word' }>,
  turning: Turning<Deps>,
): Promise<Outcome> {
  const { flows, situation, frames, deps } = turning;
  const doors = openedBy(flows, 'word', word).map((door) => ({ ...door, arg }));
  const taken = await takeDoor(doors, turning);
  if (taken) return taken;
  if (situation === 'text') return (await takeStep(turning)) ?? notUnderstood(turning);
  if (/\p{Nd}/u.test(arg) && deps.contact.accountId) return again(turning, deps.t('common.noSuchOrder', { part: arg }));
  if (situation === 'choices') return (await takeStep(turning)) ?? notUnderstood(turning);
  return takeUnasked(turning, frames.length > 0);
}

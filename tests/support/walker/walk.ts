import { expect } from 'vitest';
import { asksFreeText } from '../../../bots/conversation/asking/free-text.js';
import type { Shown } from '../../../bots/conversation/asking/shown.js';
import { LIMITS } from '../../../bots/conversation/limits.js';
import type { Frame } from '../../../bots/conversation/stack.js';
import { flows } from '../../../bots/flows/index.js';
import type { ChannelName } from '../../../src/contacts/index.js';
import type { Chat } from '../chat.js';
import type { Cast, Person } from './cast.js';
import { CALM, CALM_AT_REST, doing, kindOf, type Move, movesAt, shownTo } from './moves.js';
import { openersOf } from './openers.js';
import { watchFlows } from './watched-flows.js';

/** A step of a flow (`buy.cart`), or `idle` where no flow is open. */
export type Node = string;

/** What a move leads to. From `idle`, `flow` is the one whose entry took it. */
export type Edge = { from: Node; label: string; to: Node; flow: string; isTap: boolean };

/** A place in a conversation, and how it is come to. */
export type Place = { node: Node; person: Person; path: readonly Move[]; shown: Shown; depth: number };

const framesOf = ({ talk }: Chat): Frame[] => (talk.state.turn as { frames: Frame[] } | null)?.frames ?? [];
const nodeOf = (chat: Chat): Node => {
  const top = framesOf(chat).at(-1);
  return top ? `${top.flow}.${top.turn.at}` : 'idle';
};
const stepAt = (node: Node) => {
  const [flow, at = ''] = node.split('.');
  return flows.find(({ id }) => id === flow)?.steps[at];
};
const restsAt = (node: Node): boolean => stepAt(node)?.rest === true;
/** Whether what is written goes to another person, a greeting too, and however late. */
const isPatientAt = (node: Node): boolean => stepAt(node)?.patient === true;

/** Who is at a place, where that makes a difference to what comes next. */
function whoMatters({ node, person, path, shown }: Place): string {
  // some currencies leave two readings of a price; of a known buyer nothing more is asked
  if (node === 'add-product.mrp') return person.name;
  // an old button may open a product of the other store
  if (node.startsWith('products.') && person.name === 'seller abroad') return `${person.name} ${path[0]?.label}`;
  // only the currency of a shop without orders can be changed
  if (node.startsWith('stores.')) return person.name;
  return shown.ids.includes('checkout') && person.name === 'known buyer' ? person.name : '';
}

/**
 * Goes everywhere: from each person's first message through every answer of every step, each answer by another person
 * who came there the same way. What changes nothing is tried at every step as well. Every answer that is tried is
 * handled twice, as after a crash.
 */
export async function explore(cast: Cast, channel: ChannelName) {
  const { watch, edges, take, stayCalm, leave } = createWalker(cast, channel, true);
  const places: Place[] = [];
  const seen = new Set<string>();

  /** Keeps a place when nothing like it was met before. */
  function meet(place: Place | undefined): void {
    if (!place || place.node === 'idle') return;
    const { node, shown, depth } = place;
    const key = JSON.stringify([depth, node, whoMatters(place), shown.ask, [...new Set(shown.ids.map(kindOf))].sort()]);
    if (seen.has(key)) return;
    seen.add(key);
    places.push(place);
  }

  for (const person of cast.people) {
    for (const opener of openersOf(watch.flows, cast)) meet(await take({ node: 'idle', person, path: [] }, opener));
  }
  // the list grows while it is gone through
  for (const place of places) {
    for (const move of movesAt(place.node, place.shown, cast)) meet(await take(place, move));
    await stayCalm(place);
    meet(await leave(place));
  }
  return { places, edges: [...edges.values()], taken: watch.taken };
}

/**
 * Goes to the same places on another channel, and chooses there all that is shown, as that channel lets a person
 * choose. What is typed or sent is the same on every channel.
 */
export async function follow(places: readonly Place[], cast: Cast, channel: ChannelName): Promise<Edge[]> {
  const { edges, take, missNumber } = createWalker(cast, channel, false);
  for (const place of places) {
    for (const move of movesAt(place.node, place.shown, cast)) if (move.isTap) await take(place, move);
    if (!asksFreeText(place.shown.ask)) await missNumber(place);
  }
  return [...edges.values()];
}

function createWalker(cast: Cast, channel: ChannelName, replay: boolean) {
  const watch = watchFlows();
  const edges = new Map<string, Edge>();

  /** Another person of the kind, at the place. */
  async function at({ person, path }: Pick<Place, 'person' | 'path'>): Promise<Chat> {
    const chat = await person.come({ channel, flows: watch.flows, noReplay: true });
    for (const { make } of path) await make(chat);
    chat.talk.replays = replay;
    return chat;
  }

  /** Says that something was said, in words, with every choice of it in reach. */
  function checkSaid(chat: Chat, where: string): void {
    const { replies } = chat;
    expect(replies.length, where).toBeGreaterThan(0);
    for (const { prompt } of replies) {
      expect(prompt.text !== '' || prompt.photo !== undefined, where).toBe(true);
      expect(prompt.text, where).not.toMatch(/\{\w+\}|(^|\s)[a-z]\w+\.[a-z]\w+(\.\w+)*($|\s)/);
    }
    // a question that waits for the rest of an album leaves the buttons of what was said before it
    const early = replies.at(-1)?.notBeforeMs === undefined ? replies.slice(0, -1) : [];
    expect(
      early.flatMap(({ prompt }) => prompt.choices ?? []),
      where,
    ).toEqual([]);
    expect(chat.said().length, where).toBeLessThan(LIMITS[channel].text * replies.length);
  }

  /** @returns the place that the move led to, where it led anywhere */
  async function take(place: Pick<Place, 'node' | 'person' | 'path'>, move: Move): Promise<Place | undefined> {
    const { node, person, path } = place;
    const { label, make, isTap = false } = move;
    const chat = await at(place);
    const before = JSON.stringify(framesOf(chat));
    watch.forget();
    const wire = await make(chat);
    checkSaid(chat, `${label} at ${node}`);
    const [to, isMoved] = [nodeOf(chat), JSON.stringify(framesOf(chat)) !== before];
    const flow = node === 'idle' ? watch.entered() : node.split('.')[0];
    // where nothing was understood, the person is where they were, whatever is offered
    if (flow && (isMoved || node === 'idle' || isTap)) {
      edges.set(`${flow} ${node} ${label} ${to} ${isTap}`, { from: node, label, to, flow, isTap });
    }
    const next = { node: to, person, path: [...path, move], shown: shownTo(chat), depth: framesOf(chat).length };
    if (wire !== undefined) {
      // a second tap finds things as the first one left them
      await chat.presses(wire);
      checkSaid(chat, `${label} twice at ${node}`);
    }
    return isMoved ? next : undefined;
  }

  /** What must leave the step where it is, and bring an open question up again. */
  async function stayCalm(place: Place): Promise<void> {
    const { node } = place;
    const chat = await at(place);
    chat.talk.replays = false;
    const { turn } = chat.talk.state;
    const sameAfter = async (what: string, message: (typeof CALM)[string]): Promise<void> => {
      watch.forget();
      await chat.talk.send(message);
      checkSaid(chat, `${what} at ${node}`);
      expect(chat.talk.state.turn, `${what} at ${node}`).toEqual(turn);
      if (!restsAt(node)) expect(watch.asked(), `${what} at ${node}`).toBe(node);
    };
    for (const [what, message] of Object.entries(CALM)) {
      const isAnswer = what === 'a greeting' && isPatientAt(node);
      if (!isAnswer && (!restsAt(node) || CALM_AT_REST.includes(what))) await sameAfter(what, message);
    }
    if ((await chat.contact()).accountId) {
      await sameAfter("an alert's button", { choice: `accept:${cast.waiting._id}` });
    }
    if (restsAt(node) || isPatientAt(node)) return;
    chat.talk.wait(120);
    await sameAfter('an answer after two hours', { text: 'Asha 149' });
  }

  /** Cancel ends this flow alone; back goes somewhere, or ends it. */
  async function leave(place: Place): Promise<Place | undefined> {
    const chat = await at(place);
    const depth = framesOf(chat).length;
    await chat.types('/cancel');
    checkSaid(chat, `cancel at ${place.node}`);
    expect(framesOf(chat), `cancel at ${place.node}`).toHaveLength(depth - 1);
    return take(
      place,
      doing('back', ({ types }) => types('/back')),
    );
  }

  /** A number that no row has is answered too, and what was open can be cancelled after it. */
  async function missNumber(place: Place): Promise<void> {
    const chat = await at(place);
    await chat.types('77');
    checkSaid(chat, `77 at ${place.node}`);
    await chat.types('cancel');
    expect(framesOf(chat), `cancel at ${place.node}`).toHaveLength(place.depth - 1);
  }

  return { watch, edges, take, stayCalm, leave, missNumber };
}

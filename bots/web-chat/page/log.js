import { bubble } from './bubble.js';
import { answers, choiceButtons, goesOn, staysUsable } from './choices.js';
import { dayOf, make } from './words.js';

/**
 * The conversation as it is seen: what the server told, in its order, then what of your own it has not told back yet.
 * `onChoose(choice, byKeyboard)` and `onRetry(messageId)` are called for taps; `onChange()` after each change.
 */
export function createLog(box, { onChoose, onRetry, onChange }) {
  /** @type {{key: string, item: object, view: object, told: boolean}[]} in the order of the page */
  let entries = [];
  const find = (key) => entries.find((entry) => entry.key === key);
  const mine = (messageId) => entries.find(({ item }) => messageId && item.messageId === messageId);

  function draw(item, told) {
    const view = bubble({ ...item, at: new Date(item.at) }, () => onRetry(item.messageId));
    if (item.from === 'you') view.mark(told ? 'sent' : 'waiting');
    return { key: item.id || item.messageId, item, view, told };
  }

  function insert(entry, at) {
    const after = entries[at];
    entries.splice(at, 0, entry);
    box.insertBefore(entry.view.said, after ? after.view.said : null);
  }

  /** Where a told message belongs: after all told ones with a smaller id, before what is still ours alone. */
  const placeOf = (id) => {
    const at = entries.findIndex((entry) => !entry.told || entry.key > id);
    return at < 0 ? entries.length : at;
  };

  function add(item, fresh) {
    if (find(item.id)) return false;
    const own = mine(item.messageId);
    if (own) {
      const at = entries.indexOf(own);
      own.view.mark('sent');
      Object.assign(own, { key: item.id, told: true, item: { ...item, photo: own.item.photo || item.photo } });
      entries.splice(at, 1);
      const place = placeOf(item.id);
      entries.splice(place, 0, own);
      // moving an element would have it read aloud again, so only where its place is another
      if (place !== at) box.insertBefore(own.view.said, entries[place + 1] ? entries[place + 1].view.said : null);
      return false;
    }
    const entry = draw(item, true);
    if (fresh) entry.view.said.classList.add('fresh');
    insert(entry, placeOf(item.id));
    return true;
  }

  function showDays() {
    let last = '';
    for (const { item, view } of entries) {
      const day = dayOf(new Date(item.at));
      const before = view.said.previousElementSibling;
      const label = before?.classList.contains('day') ? before : undefined;
      if (day === last) {
        if (label) label.remove();
      } else if (!label) box.insertBefore(make('p', 'day', day), view.said);
      else if (label.textContent !== day) label.textContent = day;
      last = day;
    }
  }

  /**
   * Whether a tap under this bubble still waits for its answer, or was answered with what comes next for the order. Any
   * other answer (a question that was left again, a moment in which nothing could be done) leaves the buttons alive.
   */
  function isAnswered(entry, choices) {
    const later = entries.slice(entries.indexOf(entry) + 1);
    const tap = later.filter(({ item, status }) => status !== 'refused' && answers(choices, item.choice)).pop();
    if (!tap) return false;
    const said = later.slice(later.indexOf(tap)).filter(({ item }) => item.from === 'bot');
    return said.length === 0 || said.some(({ item }) => goesOn(item.choices || [], tap.item.choice));
  }

  /** Choices stand under the last bubble, and under every alert that was not answered. */
  function showChoices() {
    const last = entries[entries.length - 1];
    for (const entry of entries) {
      const choices = entry.item.from === 'bot' ? entry.item.choices || [] : [];
      const lasting = staysUsable(choices) && !isAnswered(entry, choices);
      const show = choices.length > 0 && (entry === last || lasting);
      const ids = show ? JSON.stringify(choices) : '';
      if (entry.shown === ids || (!show && !entry.group)) continue;
      if (entry.group) entry.group.remove();
      entry.group = show ? choiceButtons(choices, onChoose) : undefined;
      entry.shown = ids;
      if (entry.group) entry.view.said.append(entry.group);
      entry.view.said.classList.toggle('with-choices', show);
    }
  }

  function changed() {
    showDays();
    showChoices();
    onChange();
  }

  return {
    /** Takes what the server told; tells how many of the messages are the bot's and new. */
    tell(items, { fresh = false } = {}) {
      const news = items.filter((item) => add(item, fresh));
      if (items.length > 0) changed();
      return news.filter(({ from }) => from === 'bot').length;
    },
    /** An alert whose order moved on: its bubble says so in place. */
    edit(item) {
      const entry = find(item.id);
      if (!entry || JSON.stringify(entry.item) === JSON.stringify(item)) return;
      if (entry.item.text !== item.text) entry.view.write(item.text);
      entry.item = item;
      changed();
    },
    /** Shows your own message before the server has it. */
    say(message) {
      if (mine(message.messageId)) return;
      insert(draw({ ...message, from: 'you' }, false), entries.length);
      changed();
    },
    mark(messageId, status, reason) {
      const entry = mine(messageId);
      if (!entry) return;
      entry.view.mark(status, reason);
      entry.status = status;
      changed();
    },
    /** Forgets all that the server told: the person asked to be forgotten. */
    clear() {
      entries = [];
      box.replaceChildren();
    },
    last: () => entries[entries.length - 1],
    /** The newest thing the bot said, which says what is waited for. */
    lastOfBot: () => entries.filter(({ item }) => item.from === 'bot').pop(),
    ends: () => {
      const told = entries.filter((entry) => entry.told);
      return { first: told.length ? told[0].key : '', last: told.length ? told[told.length - 1].key : '' };
    },
  };
}

import type { Prompt } from '../../src/platform/prompt.js';
import { LIMITS } from '../conversation/limits.js';
import { type Rendered, render } from '../conversation/render.js';
import { cutText } from '../conversation/rendering/cut-text.js';
import { isPhone } from './parse.js';

/** Of a list: the title of a row, and what stands under it ("Interactive list messages" of the Cloud API's reference). */
const TITLE = 24;
/** Reply buttons; more of them are a list. */
const BUTTONS = 3;
/** Meta refuses a message without text. */
const NO_TEXT = '…';
/** The text of a template has at most 1024 characters with its slot filled; some are the operator's own. */
const SLOT = 900;
/** As of a channel without buttons; each break of a line becomes a dot and two spaces. */
const IN_SLOT = { ...LIMITS['whatsapp-web'], text: SLOT - 50, caption: SLOT - 50 };

/** What was handed to Meta for a message, by its id there. */
export type Handed = { kind: 'image'; id: string } | { kind: 'document'; id: string; filename: string };

/** A number where it is known; an id that hides one has a field of its own. */
export const recipientOf = (address: string): object => ({
  recipient_type: 'individual',
  ...(isPhone(address) ? { to: address } : { recipient: address }),
});

/**
 * A message in Meta's form: reply buttons, a list, a picture, a file, or text.
 * @param choose what is written on the button that opens a list, at most 20 characters
 */
export function compose({ text, buttons = [] }: Rendered, handed: Handed | undefined, choose: string): object {
  const words = text.trim() === '' ? NO_TEXT : text;
  const media = handed && mediaOf(handed);
  if (buttons.length > 0) {
    const header = media && { header: { type: handed.kind, ...media } };
    const interactive = { ...header, body: { text: words }, ...actionOf(buttons, choose) };
    return { type: 'interactive', interactive };
  }
  if (media) {
    const [[kind, about] = []] = Object.entries(media);
    return { type: kind, [String(kind)]: { ...about, ...(text.trim() !== '' && { caption: text }) } };
  }
  return { type: 'text', text: { body: words, preview_url: /https?:\/\//.test(words) } };
}

const mediaOf = (handed: Handed) =>
  handed.kind === 'image' ? { image: { id: handed.id } } : { document: { id: handed.id, filename: handed.filename } };

function actionOf(buttons: NonNullable<Rendered['buttons']>, choose: string): object {
  const labels = new Set(buttons.map(({ label }) => label));
  if (buttons.length <= BUTTONS && labels.size === buttons.length && [...labels].every(({ length }) => length <= 20)) {
    const replies = buttons.map(({ id, label }) => ({ type: 'reply', reply: { id, title: label } }));
    return { type: 'button', action: { buttons: replies } };
  }
  const rows = buttons.map(({ id, label }) =>
    label.length <= TITLE ? { id, title: label } : { id, title: cutText(label, TITLE), description: label },
  );
  return { type: 'list', action: { button: choose, sections: [{ rows }] } };
}

/**
 * An alert as the one slot of a template, which is all that goes through once the person has not written for a day. It
 * has no buttons of ours, so it ends in the words that answer it, which open the window again. A slot takes neither
 * breaks of lines nor many spaces (code 132000 of the page "WhatsApp error codes").
 */
export function composeTemplate({ name, language }: { name: string; language: string }, prompt: Prompt): object {
  const { text } = render({ ...prompt, text: inOneLine(prompt.text) }, IN_SLOT);
  const parameters = [{ type: 'text', text: cutText(inOneLine(text), SLOT) }];
  return {
    type: 'template',
    template: { name, language: { code: language }, components: [{ type: 'body', parameters }] },
  };
}

const inOneLine = (text: string): string =>
  text
    .trim()
    .replace(/\s*\n\s*/g, ' · ')
    .replace(/\s+/g, ' ');

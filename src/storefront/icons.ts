import { html } from './html.js';

export const chatIcon = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4.5c4.7 0 8.5 3.1 8.5 7s-3.8 7-8.5 7c-1 0-2-.1-2.9-.4L4.5 20l1.2-3.6c-1.4-1.3-2.2-3-2.2-4.9 0-3.9 3.8-7 8.5-7Z"/></svg>`;

export const searchIcon = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="10.8" cy="10.8" r="6.3"/><path d="m15.5 15.5 4.7 4.7"/></svg>`;

/** Points onwards; the style turns it where lines run from right to left. */
export const onwardIcon = html`<svg class="icon onward" viewBox="0 0 24 24" aria-hidden="true"><path d="m9.5 5.5 6.5 6.5-6.5 6.5"/></svg>`;

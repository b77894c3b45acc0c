/** What the server gave with the page: `language`, `dir`, `words` of that language, limits. */
export const setting = JSON.parse(document.getElementById('setting').textContent);

/** A sentence of the page with its slots filled. */
export function t(key, slots = {}) {
  return Object.keys(slots).reduce(
    (text, slot) => text.split(`{${slot}}`).join(String(slots[slot])),
    setting.words[key] || '',
  );
}

const clock = new Intl.DateTimeFormat(setting.language, { hour: 'numeric', minute: '2-digit' });
const date = new Intl.DateTimeFormat(setting.language, { weekday: 'long', day: 'numeric', month: 'long' });
const near = new Intl.RelativeTimeFormat(setting.language, { numeric: 'auto' });

export const timeOf = (at) => clock.format(at);

/** "today", "yesterday", "Tuesday, 3 November". */
export function dayOf(at) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const days = Math.round((midnight(at) - midnight(new Date())) / 86400000);
  return days === 0 || days === -1 ? near.format(days, 'day') : date.format(at);
}

/** A new element with its class and what is in it; text goes in as text, never as markup. */
export function make(tag, className, ...inside) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

/** A line drawing of 24 × 24 that is only looked at. */
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

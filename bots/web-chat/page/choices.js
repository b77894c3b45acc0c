import { make, t } from './words.js';

/** An alert can be answered for as long as its order waits, also when other things were said after it. */
const OF_AN_ALERT = /^(accept|reject|packed|shipped|delivered):/;
const SHORT = 12;

/** `accept:<id>|mark` → `accept:<id>`. */
const plain = (id) => id.split('|')[0];

export const staysUsable = (choices) => choices.length > 0 && choices.every(({ id }) => OF_AN_ALERT.test(id));

/** Whether `used` (the id of a choice that was sent, if one was) answered the bubble that offers `choices`. */
export const answers = (choices, used) => Boolean(used) && choices.some(({ id }) => plain(id) === plain(used));

const orderOf = (id) => plain(id).split(':')[1];

/** Whether `choices` are what comes next for the order that `used` was about. */
export const goesOn = (choices, used) =>
  staysUsable(choices) && !answers(choices, used) && choices.some(({ id }) => orderOf(id) === orderOf(used));

/** Buttons under a bubble, full width; two abreast when both are short. */
export function choiceButtons(choices, choose) {
  const group = make('div', 'choices');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', t('choices'));
  const short = choices.map(({ label }) => Array.from(label).length <= SHORT);
  for (let at = 0; at < choices.length; at++) {
    const pair = short[at] && short[at + 1];
    group.append(button(choices[at], pair, choose));
    if (pair) group.append(button(choices[++at], pair, choose));
  }
  return group;
}

function button(choice, half, choose) {
  const one = make('button', half ? 'choice half' : 'choice', choice.label);
  one.type = 'button';
  one.dataset.choice = choice.id;
  // a tap must not take the focus out of the composer, nor open the keyboard of a phone
  one.addEventListener('mousedown', (event) => event.preventDefault());
  one.addEventListener('click', () => choose(choice, document.activeElement === one));
  return one;
}

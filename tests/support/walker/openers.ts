import { choiceOfCommand } from '../../../bots/conversation/commands.js';
import type { AnyFlow, Entry } from '../../../bots/conversation/flow.js';
import type { Deps } from '../../../bots/flows/index.js';
import type { Cast } from './cast.js';
import { aSheet, doing, type Move } from './moves.js';
import { doorName } from './watched-flows.js';

/** Every way into every flow, each tried where nothing is open. */
export const openersOf = (flows: readonly AnyFlow<Deps>[], cast: Cast): Move[] =>
  flows.flatMap(({ entries = [] }) => entries.flatMap((entry) => through(entry, cast)));

function through(entry: Entry<{ at: string }, Deps>, { samples, undos, quickWords, store, order, talk }: Cast): Move[] {
  const label = doorName(entry);
  const { command, choice = '', start, photo, file, text, word, quick, order: cart } = entry;
  const sampleOf = (prefix: string): Promise<string> => {
    const sample = samples[prefix];
    if (!sample) throw new Error(`the cast has no id for ${prefix}`);
    return sample();
  };
  const pressing = (wire: () => string | Promise<string>): Move =>
    doing(label, async ({ presses }) => presses(await wire()));
  if (command === 'shop') {
    return [doing(label, ({ types }) => types(`/shop ${store.link}`)), doing('buy', ({ presses }) => presses('buy'))];
  }
  if (command) return [pressing(() => choiceOfCommand(command))];
  if (choice === 'undo:') return undos.map((id) => pressing(async () => `undo:${await id()}`));
  if (choice.endsWith(':')) return [pressing(async () => `${choice}${await sampleOf(choice)}`)];
  if (choice) return [pressing(() => choice)];
  if (start) return [doing(label, async ({ starts }) => starts(`${start}${await sampleOf(start)}`))];
  if (photo) return [doing(label, ({ sendsPhoto }) => sendsPhoto(1, 'Mango chutney 149'))];
  if (file) return [doing(label, ({ sendsFile }) => sendsFile(aSheet(), 'products.csv'))];
  if (cart) {
    return [doing(label, async ({ orders }) => orders([{ productId: (await sampleOf('product:')) ?? '', qty: 2 }]))];
  }
  if (quick) return [doing(label, async ({ types }) => types((await quickWords[quick]?.()) ?? ''))];
  if (text) return [doing(label, ({ types }) => types('pickle'))];
  return [
    doing(label, async ({ types }) =>
      types(`${word} ${word === 'reply' ? (await talk()).code : (await order()).number}`),
    ),
  ];
}

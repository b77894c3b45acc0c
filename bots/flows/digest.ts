import type { Store } from '../../src/stores/model.js';
import { finish, type Next, pass } from '../conversation/flow.js';
import { means } from '../conversation/reading/typed-words.js';
import type { Deps } from './deps.js';
import { entriesOnly } from './entries-only.js';
import { MOST_STORES } from './seller.js';

/** A seller switches the evening's summary off and on again: of one shop by a button, of all by words. */
export const digest = entriesOnly<Deps>('digest', [
  {
    quick: 'digest',
    async open(typed, _, deps) {
      const [first = '', ...rest] = typed.split(/\s+/);
      const isOn = first === '' ? undefined : onOrOff(first, deps);
      if (first !== '' && isOn === undefined) return pass();
      const all = await ownStores(deps);
      const link = rest.join(' ').toLowerCase();
      const meant = link === '' ? all : all.filter((store) => store.link === link || store.name.toLowerCase() === link);
      return meant.length === 0 ? pass() : turn(meant, isOn, deps);
    },
  },
  {
    choice: 'digest:',
    async open(arg, _, deps) {
      const [, word, storeId] = /^(on|off)(?:\.(\w+))?$/.exec(arg) ?? [];
      const { contact, stores } = deps;
      if (!word || !contact.accountId) return pass();
      const meant = storeId ? [await stores.own(contact.accountId, storeId)] : await ownStores(deps);
      return meant.length === 0 ? pass() : turn(meant, word === 'on', deps);
    },
  },
]);

const onOrOff = (word: string, { words }: Deps): boolean | undefined => {
  if (means(word, 'on', words)) return true;
  return means(word, 'off', words) ? false : undefined;
};

const ownStores = async ({ contact, stores }: Deps): Promise<Store[]> =>
  contact.accountId ? (await stores.ofAccount(contact.accountId, { limit: MOST_STORES })).items : [];

/** Switches these shops, or only tells how they are; the other way is a button. */
async function turn<Turn>(meant: readonly Store[], wanted: boolean | undefined, deps: Deps): Promise<Next<Turn>> {
  const { onceKey, stores, t } = deps;
  const isOn = wanted ?? meant.some((store) => store.digest);
  if (wanted !== undefined) {
    for (const { accountId, _id } of meant) await stores.update(accountId, _id, { digest: isOn }, { key: onceKey });
  }
  const [only, ...others] = meant;
  const isOne = only && others.length === 0;
  const key = `digest.${isOn ? 'on' : 'off'}${isOne ? '' : 'All'}`;
  const id = `digest:${isOn ? 'off' : 'on'}${isOne ? `.${only._id}` : ''}`;
  return finish({
    text: t(key, { shop: only?.name ?? '' }),
    choices: [{ id, label: t(`digest.do.${isOn ? 'off' : 'on'}`) }],
  });
}

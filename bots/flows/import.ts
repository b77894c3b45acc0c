import { EXPORT_KINDS } from '../../src/bulk/model.js';
import { csvWanted } from '../../src/bulk/reading/decode.js';
import { notFound } from '../../src/platform/refusal.js';
import { type Flow, finish, goTo, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { exportKindOf, sendExport } from './import/export.js';
import { previewOf } from './import/preview.js';
import { takeFile } from './import/take-file.js';
import { Turn } from './import/turn.js';
import { doing, sellingStore, withStore } from './seller.js';

/** A seller's products come as a file, are shown as what they would change, and are put in after a yes; or go out as one. */
export const importProducts: Flow<Turn, Deps> = {
  id: 'import',
  schema: Turn,
  start: { at: 'file' },
  // a file may come in the middle of a question, which goes on afterwards
  over: true,
  steps: {
    file: {
      async ask(_, deps) {
        const { t } = deps;
        const shop = (await sellingStore(deps))?.name ?? '';
        const choices = EXPORT_KINDS.map((kind) => ({ id: `export:${kind}`, label: t(`export.do.${kind}`) }));
        return { text: t('import.ask', { shop }), ask: 'file', choices };
      },
      accept: (answer, _, deps) =>
        withStore(deps, (store) => {
          if (answer.photos?.length) throw csvWanted();
          const kind = exportKindOf(answer.choice);
          if (kind) return sendExport(kind, store, deps);
          return answer.file ? takeFile(answer.file, store, deps) : pass();
        }),
    },
    preview: {
      ask: async ({ importId, page }, deps) => previewOf(await ownImport(importId, deps), page, deps),
      async accept(answer, here, deps) {
        const { contact, imports, t } = deps;
        const { accountId = '' } = contact;
        if (answer.photos?.length) throw csvWanted();
        const { file } = answer;
        if (file) return withStore(deps, (store) => takeFile(file, store, deps));
        if (answer.choice === 'next') return goTo({ ...here, page: here.page + 1 });
        if (answer.choice === 'no') {
          await imports.cancel(accountId, here.importId);
          return finish({ text: t('import.stopped'), choices: doing(t, 'products') });
        }
        if (answer.choice !== 'yes') return pass();
        const { storeId, total } = await imports.apply(accountId, here.importId);
        const shop = (await deps.stores.byId(storeId)).name;
        return finish({ text: t('import.applying', { count: total, shop }) });
      },
      back: () => ({ at: 'file' }),
    },
  },
  entries: [
    {
      choice: 'import',
      open: (_, __, deps) =>
        withStore(deps, async (store) => {
          const { exports, contact, onceKey, t } = deps;
          return goTo({ at: 'file' }, await exports.template(store, contact._id, t, { key: onceKey }));
        }),
    },
    {
      choice: 'export:',
      open(kind, _, deps) {
        const wanted = exportKindOf(`export:${kind}`);
        return wanted ? withStore(deps, (store) => sendExport(wanted, store, deps)) : pass();
      },
    },
    {
      file: true,
      async open(_, { file }, deps) {
        const store = await sellingStore(deps);
        return store && file ? takeFile(file, store, deps) : pass();
      },
    },
  ],
};

function ownImport(importId: string, { contact, imports }: Deps) {
  if (!contact.accountId) throw notFound('import');
  return imports.own(contact.accountId, importId);
}

import { EXPORT_KINDS, type ExportKind } from '../../../src/bulk/model.js';
import type { Store } from '../../../src/stores/model.js';
import { finish, type Next } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import type { Turn } from './turn.js';

/** What `export:orders` asks for. */
export const exportKindOf = (choice: string | undefined): ExportKind | undefined =>
  EXPORT_KINDS.find((kind) => choice === `export:${kind}`);

/** Gives the file at once, or says that it comes by itself. */
export async function sendExport(kind: ExportKind, store: Store, deps: Deps): Promise<Next<Turn>> {
  const { contact, exports, onceKey, t } = deps;
  const prompt = await exports.forChat(store, kind, contact._id, t, { key: onceKey });
  const choices = [{ id: 'import', label: t('import.do.import') }];
  return finish(prompt ? { ...prompt, choices } : { text: t('export.writing') });
}

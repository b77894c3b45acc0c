import { fileTooBig } from '../../../src/bulk/limits.js';
import type { MediaRef } from '../../../src/contacts/index.js';
import { Refusal } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import { finish, goTo, type Next } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { nothingToDo } from './preview.js';
import type { Turn } from './turn.js';

/** Checks a file, and shows what it would do; one that would do nothing leaves the chat where it was. */
export async function takeFile(file: MediaRef, store: Store, deps: Deps): Promise<Next<Turn>> {
  const { contact, imports, onceKey } = deps;
  const bytes = await fetchFile(file, deps);
  const found = await imports.preview(store, bytes, { contactId: contact._id }, { key: onceKey });
  return found.total === 0 ? finish(nothingToDo(found, deps)) : goTo({ at: 'preview', importId: found._id, page: 0 });
}

/** A messenger that looks at the size first does not know that this is no photo. */
async function fetchFile({ ref }: MediaRef, { fetch }: Deps): Promise<Buffer> {
  try {
    return await fetch(ref);
  } catch (error) {
    throw error instanceof Refusal && error.code === 'photo_too_big' ? fileTooBig() : error;
  }
}

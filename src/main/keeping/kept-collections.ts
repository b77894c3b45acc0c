/** Marks a database that is being restored, until it is whole. */
export const RESTORING = 'restoring';

/** What belongs to processes that run now, and is nothing to be found again elsewhere. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set(['locks', RESTORING]);

/** Whether a collection is part of a backup. */
export const isKept = (collection: string): boolean =>
  !OF_THE_MOMENT.has(collection) && !collection.startsWith('system.');

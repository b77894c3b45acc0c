import type { Migration } from '../platform/migrations.js';

/** What brings stored data forward, oldest first; indexes are made from the models and need no line here. */
export const migrations: readonly Migration[] = [];

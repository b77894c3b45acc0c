import { isMongoDown } from '../../platform/mongo.js';
import { Refusal } from '../../platform/refusal.js';

/** What went wrong, for the operator at the terminal. */
export function inWords(error: unknown): string {
  // the only thing that a program of the operator is refused for
  if (error instanceof Refusal) return 'The store of photos (MEDIA_URL) does not answer.';
  const message = error instanceof Error ? error.message : String(error);
  return isMongoDown(error) ? `MongoDB does not answer: ${message}` : message;
}

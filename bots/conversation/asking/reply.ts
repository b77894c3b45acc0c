import type { T } from '../../../src/platform/texts.js';
import type { Reply } from '../engine.js';
import type { Say } from '../flow.js';
import { cutPage, pageChoice } from './pages.js';

/** A message as it goes into the outbox; a long list gets the choices that turn its pages. */
export function replyOf(say: Say, mark: string, page: number, t: T): Reply {
  const { notBeforeMs, ...prompt } = say;
  const choices = prompt.choices ?? [];
  const { pages, rows } = cutPage(choices, page, (to) => pageChoice(to, ''));
  const at = Math.min(Math.max(0, page), pages - 1);
  const turns = [
    ...(at > 0 ? [pageChoice(at - 1, t('common.previous'))] : []),
    ...(at + 1 < pages ? [pageChoice(at + 1, t('common.more'))] : []),
  ];
  return {
    prompt: turns.length > 0 ? { ...prompt, choices: [...choices, ...turns] } : prompt,
    ...(rows.length > 0 && { mark }),
    ...(at > 0 && { page: at }),
    ...(notBeforeMs !== undefined && { notBeforeMs }),
  };
}

import { z } from 'zod';
import { IMPORT_STATES, type Import } from '../../bulk/model.js';
import type { WrongLine } from '../../bulk/reading/read-table.js';
import { Id } from '../../platform/ids.js';
import type { T } from '../../platform/texts.js';

const Count = z.int().min(0);

const LeftOutSchema = z
  .object({
    line: z.int().min(1).meta({ description: 'Of the file; the header is line 1.' }),
    code: z.string(),
    message: z.string().meta({ description: 'A sentence for people, in the language of Accept-Language.' }),
  })
  .meta({ id: 'LeftOutLine' });

/** A file of products that was checked, and how far it is applied. */
export const ImportSchema = z
  .object({
    importId: Id,
    storeId: Id,
    state: z.enum(IMPORT_STATES),
    new: Count,
    changed: Count,
    unchanged: Count,
    wrong: z.array(LeftOutSchema).meta({ description: 'Lines that are left out, in the order of the file.' }),
    ignoredColumns: z.array(z.string()),
    progress: z
      .object({
        lines: Count,
        done: Count,
        added: Count,
        changed: Count,
        leftOut: z.array(LeftOutSchema),
      })
      .meta({ description: 'Of the new and changed lines; some may break a rule when it is their turn.' }),
  })
  .meta({ id: 'Import' });

export function importView(one: Import, t: T): z.input<typeof ImportSchema> {
  const told = ({ line, code, params }: WrongLine) => ({ line, code, message: t(`refusals.${code}`, params) });
  return {
    importId: one._id,
    storeId: one.storeId,
    state: one.state,
    ...one.found,
    wrong: one.wrong.map(told),
    ignoredColumns: one.ignored,
    progress: {
      lines: one.total,
      done: one.next,
      added: one.applied.added,
      changed: one.applied.changed,
      leftOut: one.leftOut.map(told),
    },
  };
}

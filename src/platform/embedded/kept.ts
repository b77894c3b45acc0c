import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Used = z.object({ path: z.string(), version: z.string(), port: z.int(), pid: z.int() });
const Kept = z.object({ mongod: Used.optional(), redis: Used.optional() });

/** For each server which binary wrote its data, and as which process it ran last. */
export type Kept = z.infer<typeof Kept>;

/** What the data directory remembers of its servers between starts; an unreadable file is the same as none. */
export function readKept(dir: string): Kept {
  try {
    return Kept.parse(JSON.parse(readFileSync(fileIn(dir), 'utf8')));
  } catch {
    return {};
  }
}

/** Replaces the file in one step, so that a kill leaves the old or the new one. */
export function writeKept(dir: string, kept: Kept): void {
  const part = `${fileIn(dir)}.part`;
  writeFileSync(part, `${JSON.stringify(kept, null, 2)}\n`);
  renameSync(part, fileIn(dir));
}

const fileIn = (dir: string) => join(dir, 'embedded.json');

import { extname } from 'node:path';

const TYPES: Record<string, string> = {
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.heic': 'image/heic',
  '.csv': 'text/csv; charset=utf-8',
};

/** What is under a key, by its ending alone: the same wherever it is kept, and wherever it was moved. */
export const contentTypeOf = (key: string): string => TYPES[extname(key)] ?? 'application/octet-stream';

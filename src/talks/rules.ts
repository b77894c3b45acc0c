import { z } from 'zod';
import { cleanText } from '../platform/text.js';
import type { Talk } from './model.js';

/** Lines that are kept of one talk. */
export const MOST_LINES = 200;
/** Whoever says nothing for so long has stopped talking. */
export const SILENT_HOURS = 24;

export const LONGEST_LINE = 1000;
export const LineText = cleanText({ min: 1, max: LONGEST_LINE, lines: true });

/** What a program says in a talk. */
export const NewLine = z.strictObject({ text: LineText });

/** Whether the two still talk. */
export const isOpen = ({ open, lastAt }: Pick<Talk, 'open' | 'lastAt'>, now: Date): boolean =>
  open !== undefined && now.getTime() - lastAt.getTime() < SILENT_HOURS * 3_600_000;

import { z } from 'zod';

/** Bidirectional overrides and isolates, zero-width marks and other invisible signs that only mislead a reader. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;
/** Half of a character that takes two units, alone: no store or page could keep it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * What a person typed, as it is kept: NFC, without control characters and invisible direction marks, outer spaces
 * gone, runs of spaces made one. With `lines`, line breaks stay (at most two in a row).
 */
export function clean(text: string, { lines = false } = {}): string {
  const whole = text
    .normalize('NFC')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(CONTROL, ' ')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\ufffd');
  if (!lines) return whole.replace(/\s+/g, ' ').trim();
  return whole
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A string of `min` to `max` characters (code points) after it is cleaned. */
export const cleanText = ({ min, max, lines = false }: { min: number; max: number; lines?: boolean }) =>
  z
    .string()
    .overwrite((text) => clean(text, { lines }))
    .refine((text) => isBetween([...text].length, min, max), `should have ${min} to ${max} characters`)
    .meta({ minLength: min, maxLength: max });

const isBetween = (length: number, min: number, max: number): boolean => length >= min && length <= max;

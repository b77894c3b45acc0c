import type { Answer } from '../conversation/flow.js';

/** What by its name is a sheet or a page of text, and so none of the photos. */
const SHEET = /\.(csv|tsv|txt|xlsx?|ods|numbers|pdf)$/i;

/** Photos come as such, or as files: then they are the originals. */
export const photosOf = ({ photos, file }: Answer): { ref: string }[] =>
  photos ?? (file && !SHEET.test(file.name ?? '') ? [file] : []);

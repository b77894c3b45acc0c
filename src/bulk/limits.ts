import { Refusal } from '../platform/refusal.js';

const MEGABYTES = 5;

/** The most that is read of one file, in bytes. */
export const MOST_BYTES = MEGABYTES * 1024 * 1024;
/** Products in one file; the header is not counted. */
export const MOST_LINES = 5000;
/** Lines of it that are applied in one transaction. */
export const PART = 200;
/** A sheet of a shop has a dozen. */
export const MOST_COLUMNS = 100;

/** What the first lines of a file look like. */
export const EXAMPLE_HEADER = 'name,category,mrp,salePrice,stock,description';

export const fileTooBig = (): Refusal => new Refusal('file_too_big', 413, { megabytes: MEGABYTES });

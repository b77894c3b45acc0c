import { badRequest } from './api-error.js';

export type Upload = { field: string; fileName: string; bytes: Buffer };

/**
 * The fields and files of a multipart/form-data body that was read whole.
 * @throws ApiError 400 when it is cut off or not multipart at all
 */
export function parseMultipart(body: Buffer, boundary: string): { fields: Record<string, string>; files: Upload[] } {
  const fields: Record<string, string> = {};
  const files: Upload[] = [];
  const mark = Buffer.from(`--${boundary}`);
  const first = body.indexOf(mark);
  if (first < 0) throw badRequest("can't parse multipart request");

  for (let start = first + mark.length; ; ) {
    if (body.subarray(start, start + 2).toString('latin1') === '--') return { fields, files };
    const headEnd = body.indexOf('\r\n\r\n', start);
    const end = body.indexOf(`\r\n--${boundary}`, headEnd);
    if (headEnd < 0 || end < 0) throw badRequest("can't parse multipart request: unexpected end of the body");

    const head = body.subarray(start, headEnd).toString();
    const field = parameterOf(head, 'name');
    if (!field) throw badRequest("can't parse multipart request: a part has no name");
    const bytes = body.subarray(headEnd + 4, end);
    const fileName = parameterOf(head, 'filename');
    if (fileName === undefined) fields[field] = bytes.toString();
    else files.push({ field, fileName, bytes: Buffer.from(bytes) });
    start = end + 2 + mark.length;
  }
}

/** A parameter of Content-Disposition, quoted or bare; `filename` is not found in `name`, nor the other way round. */
const parameterOf = (head: string, name: string): string | undefined => {
  const found = new RegExp(`content-disposition:[^\\r\\n]*;\\s*${name}=(?:"([^"]*)"|([^;\\r\\n]*))`, 'i').exec(head);
  return found ? (found[1] ?? found[2]) : undefined;
};

import type { IncomingMessage } from 'node:http';
import { ApiError, badRequest } from './api-error.js';
import { parseMultipart, type Upload } from './multipart.js';
import { type Params, readParams } from './params.js';

const MAX_BODY_BYTES = 50 * 1024 * 1024;

/**
 * The parameters of a call, from its query string and from its JSON, urlencoded or multipart body.
 * @throws ApiError 413 for a body over 50 MB, 400 for what cannot be read
 */
export async function readRequest(request: IncomingMessage, query: URLSearchParams) {
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  const { fields, files } = parseBody(body, type);
  return { params: readParams({ ...Object.fromEntries(query), ...fields }), files };
}

export type ReadRequest = { params: Params; files: readonly Upload[] };

function parseBody(body: Buffer, type: string): { fields: Record<string, unknown>; files: Upload[] } {
  if (!body.length) return { fields: {}, files: [] };
  if (type.startsWith('application/json')) return { fields: parseJson(body), files: [] };
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { fields: Object.fromEntries(new URLSearchParams(body.toString())), files: [] };
  }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  return boundary ? parseMultipart(body, boundary) : { fields: {}, files: [] };
}

function parseJson(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw badRequest("can't parse JSON object");
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest('expected a JSON object');
  return { ...value };
}

/** Reads to the end even when it is too long: a caller that is cut off while it sends would not see the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > MAX_BODY_BYTES) throw new ApiError(413, 'Request Entity Too Large');
  return Buffer.concat(chunks);
}

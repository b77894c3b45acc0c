import type { Document } from 'grammy/types';
import { badRequest } from '../api-error.js';
import type { StoredFile } from '../files.js';
import type { Upload } from '../multipart.js';
import type { World } from '../world.js';

const MAX_BYTES = 50 * 1024 * 1024;
const MIME_TYPES: Readonly<Record<string, string>> = { csv: 'text/csv', txt: 'text/plain', pdf: 'application/pdf' };

/**
 * The document that a call names: an upload, `attach://` and its field, or the `file_id` of one that was sent before.
 * @throws ApiError 400 when there is none, when it is empty or over 50 MB, and for the id of another kind of file
 */
export function readDocument(world: World, given: unknown, files: readonly Upload[]): Document {
  if (typeof given === 'object' && given !== null)
    return upload(
      world,
      files.find((file) => file === given),
    );
  if (typeof given !== 'string' || !given) throw badRequest('there is no document in the request');
  if (given.startsWith('attach://')) {
    return upload(
      world,
      files.find(({ field }) => field === given.slice('attach://'.length)),
    );
  }
  if (/^https?:/.test(given)) throw badRequest('failed to get HTTP URL content');
  const file = world.files.byId(given);
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified');
  if (file.kind !== 'Document') throw badRequest(`can't use file of type ${file.kind} as Document`);
  return documentOf(file, file.path.split('/').at(-1) ?? '');
}

function upload({ files }: World, file: Upload | undefined): Document {
  if (!file) throw badRequest('there is no document in the request');
  if (file.bytes.length === 0) throw badRequest('file must be non-empty');
  if (file.bytes.length > MAX_BYTES) throw badRequest('file is too big');
  const ending = /\.\w+$/.exec(file.fileName)?.[0] ?? '';
  return documentOf(files.add('Document', file.bytes, ending), file.fileName);
}

const documentOf = ({ fileId, fileUniqueId, bytes }: StoredFile, fileName: string): Document => ({
  file_id: fileId,
  file_unique_id: fileUniqueId,
  file_size: bytes.length,
  ...(fileName && { file_name: fileName }),
  mime_type: MIME_TYPES[fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
});

import { randomBytes } from 'node:crypto';
import { badRequest } from './api-error.js';

export type FileKind = 'Photo' | 'Document' | 'Sticker' | 'Voice';

export type StoredFile = {
  fileId: string;
  fileUniqueId: string;
  kind: FileKind;
  bytes: Buffer;
  /** All sizes of one photo, smallest first; the photo is sent again by any of them. */
  sizes: StoredFile[];
  width: number;
  height: number;
  /** As in a download URL; known to the bot only after getFile. */
  path: string;
  mayBeFetched: boolean;
};

/** What a bot may download. */
const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;

const FOLDERS: Record<FileKind, string> = {
  Photo: 'photos',
  Document: 'documents',
  Sticker: 'stickers',
  Voice: 'voice',
};

export type Files = ReturnType<typeof createFiles>;

/** All files of the fake, by `file_id`. */
export function createFiles() {
  const byId = new Map<string, StoredFile>();

  return {
    add(kind: FileKind, bytes: Buffer, extension: string, [width, height]: [number, number] = [0, 0]): StoredFile {
      const file: StoredFile = {
        fileId: `${kind === 'Photo' ? 'AgAC' : 'BQAC'}${randomBytes(36).toString('base64url')}`,
        fileUniqueId: `AQAD${randomBytes(8).toString('base64url')}`,
        kind,
        bytes,
        sizes: [],
        width,
        height,
        path: `${FOLDERS[kind]}/file_${byId.size}${extension}`,
        mayBeFetched: false,
      };
      byId.set(file.fileId, file);
      return file;
    },
    byId: (fileId: string): StoredFile | undefined => byId.get(fileId),
    /** @throws ApiError 400 for an unknown file, and for one over 20 MB, which no bot can have */
    get(fileId: string): StoredFile {
      const file = byId.get(fileId);
      if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
      if (file.bytes.length > MAX_DOWNLOAD_BYTES) throw badRequest('file is too big');
      file.mayBeFetched = true;
      return file;
    },
    /** Of a download URL that getFile gave. */
    byPath: (path: string): StoredFile | undefined =>
      [...byId.values()].find((file) => file.path === path && file.mayBeFetched),
  };
}

import { randomInt } from 'node:crypto';
import type { User } from 'grammy/types';
import type { Content } from '../chats.js';
import { readPhotoUpload, sniffImage } from '../checks/image.js';
import { addPhoto, asPhotoSizes } from '../photos.js';
import type { World } from '../world.js';

type Parts = { world: World; user: User; phone: string; sends(content: Content): number };

export type SentFile = { fileName: string; mimeType: string; caption?: string };

/** Everything that a person sends beside words; each gives the id of the message. */
export function createSharing({ world, user, phone, sends }: Parts) {
  const { files } = world;

  /** The app makes a JPEG of whatever is sent as a photo, so give one. `group` is the `media_group_id` of an album. */
  function sendsPhoto(bytes: Buffer, { caption, group }: { caption?: string; group?: string } = {}): number {
    if (sniffImage(bytes)?.format !== 'jpeg')
      throw new Error('the app sends photos as JPEG: send other files as files');
    const sizes = addPhoto(files, bytes, readPhotoUpload(bytes));
    return sends({
      photo: asPhotoSizes(sizes),
      ...(caption && { caption }),
      ...(group && { media_group_id: group }),
    });
  }

  return {
    sendsPhoto,
    /** 2–10 photos that arrive as one update each, with a common `media_group_id` and no end mark. */
    sendsAlbum(photos: readonly { bytes: Buffer; caption?: string }[]): number[] {
      if (photos.length < 2 || photos.length > 10) throw new Error('an album has 2–10 photos');
      const group = String(randomInt(1e13, 9e13));
      return photos.map(({ bytes, ...rest }) => sendsPhoto(bytes, { ...rest, group }));
    },
    /** Any bytes, as they are; more than 20 MB arrive, but getFile refuses them. */
    sendsFile(bytes: Buffer, { fileName, mimeType, caption }: SentFile): number {
      const extension = /\.\w+$/.exec(fileName)?.[0] ?? '';
      const { fileId, fileUniqueId } = files.add('Document', bytes, extension);
      return sends({
        document: {
          file_id: fileId,
          file_unique_id: fileUniqueId,
          file_name: fileName,
          mime_type: mimeType,
          file_size: bytes.length,
        },
        ...(caption && { caption }),
      });
    },
    /** One's own contact, or somebody else's card, which may or may not say who that is on Telegram. */
    sharesContact: (whose: 'own' | { phone: string; userId?: number } = 'own'): number =>
      sends({
        contact:
          whose === 'own'
            ? { phone_number: phone, first_name: user.first_name, user_id: user.id }
            : { phone_number: whose.phone, first_name: 'Ravi', ...(whose.userId && { user_id: whose.userId }) },
      }),
    sharesLocation: (latitude: number, longitude: number): number => sends({ location: { latitude, longitude } }),
    sendsSticker(): number {
      const { fileId, fileUniqueId } = files.add('Sticker', Buffer.from('RIFF'), '.webp', [512, 512]);
      return sends({
        sticker: {
          file_id: fileId,
          file_unique_id: fileUniqueId,
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
          emoji: '🙂',
        },
      });
    },
    sendsVoice(): number {
      const { fileId, fileUniqueId } = files.add('Voice', Buffer.from('OggS'), '.oga');
      return sends({
        voice: { file_id: fileId, file_unique_id: fileUniqueId, duration: 3, mime_type: 'audio/ogg', file_size: 4 },
      });
    },
  };
}

import type { RequestHandler } from 'express';
import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import { unhurried } from '../../src/platform/http/deadline.js';
import { languageOf } from '../../src/platform/http/problem-handler.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import { createTakeFrom } from '../conversation/take-from.js';
import { type Message, parseMessage } from './parse.js';
import { privateKey } from './private-media.js';
import type { Sessions } from './session.js';
import { readUpload } from './upload.js';

export type TakeDeps = {
  sessions: Sessions;
  contacts: Pick<Contacts, 'meet'>;
  media: Pick<MediaStorage, 'put'>;
  /** Resolves once the message is safe in the inbox of its chat; the same `messageId` has one effect. */
  receive(incoming: Incoming, from: Contact | Promise<Contact>): Promise<unknown>;
  clock: Clock;
  languages: readonly string[];
};

/**
 * `POST /chat/messages`: 202 once the message cannot be lost any more. Who comes without a cookie (a program, mostly)
 * gets one with the answer.
 */
export function takeMessage({ sessions, contacts, media, receive, clock, languages }: TakeDeps): RequestHandler {
  const takeFrom = createTakeFrom();

  return async (req, res) => {
    const message = parseMessage(await readUpload(req, res));
    const { photo, file, ...said } = message;
    const { address } = sessions.begin(req, res);
    const language = languageOf(req, languages);
    const meet = () => contacts.meet('web-chat', address, language ? { language } : {});
    if (photo || file) {
      const keep = (contactId: string) => unhurried(res, () => keepBytes(media, contactId, message));
      const { met, kept } = await keepFor(meet, keep);
      await receive({ ...said, ...kept, contactId: met._id, at: clock.now() }, met);
    } else {
      const met = meet();
      await takeFrom(address, met, (contactId) => receive({ ...said, contactId, at: clock.now() }, met));
    }
    res.status(202).json({ messageId: said.messageId });
  };
}

type Kept = Pick<Incoming, 'photos' | 'file'>;

/**
 * Keeps what came with a message for whoever it is from when that is done: a person may be forgotten during a long
 * upload, and what is told to a contact that is gone is lost.
 */
async function keepFor(
  meet: () => Promise<Contact>,
  keep: (contactId: string) => Promise<Kept>,
): Promise<{ met: Contact; kept: Kept }> {
  for (let before = await meet(); ; ) {
    const kept = await keep(before._id);
    const met = await meet();
    if (met._id === before._id) return { met, kept };
    before = met;
  }
}

/** Bytes first: a message that names a photo must find it, whatever happens in between. */
async function keepBytes(media: Pick<MediaStorage, 'put'>, contactId: string, { photo, file }: Message): Promise<Kept> {
  const kept: Kept = {};
  if (photo) {
    const ref = privateKey(contactId, photo.bytes, photo.type.ending);
    await media.put(ref, photo.bytes, photo.type.contentType);
    kept.photos = [{ ref }];
  }
  if (file) {
    const ref = privateKey(contactId, file.bytes, 'bin');
    await media.put(ref, file.bytes, 'application/octet-stream');
    kept.file = { ref, ...(file.name && { name: file.name }) };
  }
  return kept;
}

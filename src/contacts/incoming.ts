/** Something a person sent, in the channel's own words for where it is kept (a file id, a media key). */
export type MediaRef = { ref: string; name?: string };

/**
 * One message or tap of a person, the same for every channel. `messageId` is the platform's and names it within the
 * chat, so that a repeated delivery is known. `contact.verified` is true only where the platform itself vouches.
 */
export type Incoming = {
  contactId: string;
  messageId: string;
  at: Date;
  text?: string;
  /** The id of a choice, with the mark of its step as it came over the wire (`yes|k3`). */
  choice?: string;
  photos?: MediaRef[];
  file?: MediaRef;
  contact?: { phone: string; verified: boolean };
  location?: { latitude: number; longitude: number; label?: string };
  /** The payload of a deep link (`s_<link>`), empty for a bare start. */
  start?: string;
  /** The platform's id of the message whose button was tapped, where a message can be edited. */
  tapped?: string;
  /** The platform's id of the message that this one quotes. */
  quotes?: string;
  /** Products chosen in the messenger's own catalog, by our ids. */
  order?: { productId: string; qty: number }[];
  /** A kind of message that no conversation can take (a sticker, a voice note). */
  unsupported?: true;
};

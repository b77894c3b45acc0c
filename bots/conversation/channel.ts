import type { ChannelName, Contact, InboxItem } from '../../src/contacts/model.js';
import type { Prompt } from '../../src/platform/prompt.js';

/**
 * One form of buttons: how many, how long a label (UTF-16 units), how many bytes an id with its mark; `withoutMedia`: not
 * with a picture or a file; `distinct`: no two labels are the same.
 */
export type ButtonForm = { max: number; label: number; idBytes: number; withoutMedia?: true; distinct?: true };

/** What a channel can carry; lengths in UTF-16 units, as the platforms count. */
export type Limits = {
  text: number;
  /** A text that comes with a photo. */
  caption: number;
  /** A text that comes with buttons; a longer one is numbered instead. */
  withButtons: number;
  /** Forms of buttons, the first that fits is taken; none: everything is numbered. */
  buttons: readonly ButtonForm[];
  /** What stands around bold text in messages of this channel, empty where it has none. */
  bold: string;
};

/** A message on its way out, composed: what stands in the outbox, or what an alert became. */
export type Outgoing = {
  /** Unique and the same at every try; the message id where the channel lets us choose it. */
  id: string;
  seq: number;
  at: Date;
  prompt: Prompt;
  page?: number;
  mark?: string;
  /** It tells of an order, whether the person wrote lately or not. */
  isAlert?: true;
  /** The platform's id of the message that this one takes the place of, where the channel can edit. */
  edits?: { platformId?: string; seq?: number };
  /** The message that it answers, where that is kept with it. */
  heard?: InboxItem;
};

/** One messenger. The only thing that knows its SDK; everything behind it is the same for all. */
export type Channel = {
  name: ChannelName;
  limits: Limits;
  /** @throws SendFault */
  send(contact: Contact, item: Outgoing): Promise<{ platformId?: string }>;
  /**
   * Keeps what was received, where the channel has a history of its own. Called by the holder of the chat, in order
   * of `seq`, while the messages are handled and before anything with a higher `seq` is sent; may come twice.
   */
  record?(contact: Contact, received: readonly InboxItem[]): Promise<void>;
  /**
   * Sends several items and keeps what they answer, in order of `seq`, where to send is to keep: what comes twice stays
   * one, so that it may also be done by somebody who does not hold the chat any more. They stand in the outbox until this
   * resolves, so that the person may see them before.
   */
  keep?(contact: Contact, items: readonly Outgoing[]): Promise<void>;
  /** The bytes behind the reference of a photo or file. */
  fetch(ref: string): Promise<Buffer>;
  /** Lets the person see that something is under way, for as long as the platform shows it. Nothing depends on it. */
  working?(contact: Contact): Promise<void>;
  /** Whether this process sends on the channel now; false while another one owns its only connection. */
  isOurs?(): boolean;
  /** How the connection is, for the operator; undefined where there is none to tell of. */
  state?(): 'up' | 'down' | undefined;
  /** Why it is as it is, in a few words for the operator; undefined where there is nothing to add. */
  detail?(): string | undefined;
  /** Removes what the channel itself keeps of a person who asked to be forgotten. */
  forget?(contact: Contact): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Why a message did not go out: `later` may go through (429, 5xx, no connection), after `afterMs` where the platform
 * said so; `final` never will, the next one may; `dead` means that nothing reaches this contact (a blocked bot).
 */
export class SendFault extends Error {
  override readonly name = 'SendFault';

  constructor(
    readonly kind: 'later' | 'final' | 'dead',
    message: string,
    readonly afterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

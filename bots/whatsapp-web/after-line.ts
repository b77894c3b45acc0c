/** How a line to WhatsApp ended: the status of its end, and whether it had been open for some time. */
export type LineEnd = { code: number | undefined; wasOpen: boolean; wasWaiting: boolean };

/** What is to be done then. */
export type Next =
  | { kind: 'again' }
  /** After a growing pause; `fresh` begins with the shortest one. */
  | { kind: 'pause'; fresh: boolean }
  /** Until the operator wants to begin again. `forget`: the link is of no use any more. */
  | { kind: 'stop'; state: 'loggedOut' | 'forbidden' | 'replaced'; forget: boolean };

/**
 * WhatsApp ends a line with a status: 515 after linking means "come again", 401 that the device was removed on the phone,
 * 403 that the account may not, 440 that another place uses the same link. All else passes (Baileys `DisconnectReason`).
 */
export function afterLine({ code, wasOpen, wasWaiting }: LineEnd): Next {
  switch (code) {
    case 515:
      return { kind: 'again' };
    case 401:
      return { kind: 'stop', state: 'loggedOut', forget: true };
    case 403:
      return { kind: 'stop', state: 'forbidden', forget: false };
    case 440:
      return { kind: 'stop', state: 'replaced', forget: false };
    default:
      // a QR that nobody scanned has had its time
      return code === 408 && wasWaiting ? { kind: 'again' } : { kind: 'pause', fresh: wasOpen };
  }
}

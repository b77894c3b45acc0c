import type { Logger } from '../platform/logger.js';

/** Shows the operator, in the terminal where Haat runs, what links a phone. */
export function showLink(what: { qr: string } | { code: string }, logger: Logger): void {
  if ('code' in what) {
    const { code } = what;
    process.stdout.write(
      `\nOn the phone: WhatsApp, Linked devices, Link with phone number, and type ${code.slice(0, 4)}-${code.slice(4)}\n\n`,
    );
    return;
  }
  import('qrcode')
    .then(({ default: QRCode }) => QRCode.toString(what.qr, { type: 'terminal', small: true }))
    .then((drawn) =>
      process.stdout.write(`\nOn the phone: WhatsApp, Linked devices, Link a device, and scan this.\n${drawn}\n`),
    )
    .catch((error: unknown) => logger.warn({ err: error }, 'the QR could not be drawn'));
}

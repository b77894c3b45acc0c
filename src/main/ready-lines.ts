import type { Config } from '../platform/config.js';

/** What the operator reads when everything is up. */
export function readyLines(
  { publicUrl, from }: { publicUrl: string; from: readonly string[] },
  config: Config,
): string {
  const { roles, telegram, whatsappWeb, whatsappCloud } = config;
  return [
    `Haat is ready (${[...roles].join(', ')}${from.length > 0 ? `; ${from.join(', ')}` : ''}).`,
    ...(roles.has('bots') ? [`  Chat      ${publicUrl}/chat`] : []),
    ...(roles.has('bots') && telegram ? [`  Telegram  is on, by ${telegram.mode}`] : []),
    ...(roles.has('bots') && whatsappCloud ? ["  WhatsApp  is on, by Meta's official API"] : []),
    ...(roles.has('bots') && whatsappWeb ? ['  WhatsApp  is on; the phone is linked here and on /admin/whatsapp'] : []),
    ...(roles.has('api') ? [`  API docs  ${publicUrl}/docs`] : []),
    ...(config.otp.mode === 'bypass'
      ? ['  Test mode: any 4 to 8 digits are taken as a code (OTP_MODE=verify ends it).']
      : []),
  ].join('\n');
}

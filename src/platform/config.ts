import { join, resolve } from 'node:path';
import { z } from 'zod';
import { LanguageTag } from './language-tag.js';
import { MediaUrl, mediaPlace } from './media/media-url.js';
import { isCountry, parseMobile } from './mobile.js';
import { CurrencyCode } from './money.js';
import { LOOPBACK, SafeUrl } from './safe-url.js';

export const ROLES = ['api', 'bots', 'jobs'] as const;
export type Role = (typeof ROLES)[number];

const onOff = z.enum(['on', 'off']).transform((word) => word === 'on');

const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  ROLES: z
    .string()
    .default(ROLES.join(','))
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(ROLES)).min(1))
    .transform((roles): ReadonlySet<Role> => new Set(roles)),
  DATA_DIR: z.string().default('./data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'should begin with mongodb://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'should begin with redis://')
    .optional(),
  MEDIA_URL: MediaUrl.optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  JWT_SECRET: z
    .string()
    .refine((secret) => Buffer.byteLength(secret) >= 32, 'should have at least 32 bytes')
    .optional(),
  OTP_MODE: z.enum(['bypass', 'verify']).default('bypass'),
  OTP_BYPASS_IN_PRODUCTION: z.enum(['yes', 'no']).default('no'),
  OTP_WEBHOOK_URL: SafeUrl.optional(),
  DEFAULT_COUNTRY: z.string().refine(isCountry, 'should be an ISO 3166-1 country like IN').default('IN'),
  DEFAULT_CURRENCY: CurrencyCode.default('INR'),
  DEFAULT_LANGUAGE: LanguageTag.default('en'),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{3,}:[\w-]{30,}$/, 'should be as BotFather gave it, like 123456789:AAE…')
    .optional(),
  TELEGRAM_API_ROOT: SafeUrl.transform((url) => url.replace(/\/+$/, '')).default('https://api.telegram.org'),
  TELEGRAM_MODE: z.enum(['polling', 'webhook']).default('polling'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, 'should be 16 to 256 letters, digits, _ and -')
    .optional(),
  WHATSAPP_WEB: onOff.default(false),
  WHATSAPP_WEB_PAIR: z
    .string()
    .transform((text, context) => {
      try {
        return parseMobile(text, 'IN');
      } catch {
        context.addIssue('should be the phone to link with its country, like +919876543210');
        return z.NEVER;
      }
    })
    .optional(),
  WHATSAPP_WEB_SOCKET_URL: z
    .url({ protocol: /^wss?$/ })
    .refine((text) => {
      const url = new URL(text);
      return url.protocol === 'wss:' || LOOPBACK.has(url.hostname);
    }, 'should begin with wss:// (plain ws only for a loopback address)')
    .optional(),
  WHATSAPP_CLOUD_TOKEN: z.string().min(20, 'should be the access token of a system user at Meta').optional(),
  WHATSAPP_CLOUD_PHONE_ID: z
    .string()
    .regex(/^\d{5,20}$/, 'should be the digits of the phone number id')
    .optional(),
  WHATSAPP_CLOUD_APP_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'should be the 32 hex digits of the app secret')
    .optional(),
  WHATSAPP_CLOUD_VERIFY_TOKEN: z.string().min(8, 'should be a word of your own, at least 8 characters').optional(),
  WHATSAPP_CLOUD_API_ROOT: SafeUrl.transform((url) => url.replace(/\/+$/, '')).default(
    'https://graph.facebook.com/v23.0',
  ),
  WHATSAPP_CLOUD_TEMPLATE: z
    .string()
    .regex(
      /^[a-z0-9_]{1,512}(:[a-z]{2,3}(_[A-Z]{2})?)?$/,
      'should be a name of a template, like order_news or order_news:hi',
    )
    .optional(),
  CATALOG_CACHE_MB: z.coerce.number().int().min(1).max(4096).default(16),
  RATE_LIMITS: onOff.default(true),
  ADMIN_PASSWORD: z.string().min(8, 'should have at least 8 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  MONGOMS_SYSTEM_BINARY: z.string().optional(),
  REDIS_SERVER_BINARY: z.string().optional(),
  BINARY_CACHE_DIR: z.string().optional(),
  XDG_CACHE_HOME: z.string().optional(),
  HOME: z.string().default('.'),
  PATH: z.string().default(''),
});

/** Everything that a start of Haat can be told; each value is checked, each has a default that works on a laptop. */
export type Config = ReturnType<typeof loadConfig>;

/**
 * @param env as `process.env`; an empty value is taken as not set
 * @throws Error that names each variable with a wrong value, and what it should be
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path[0]?.toString()}: ${message}`);
    throw new Error(`The environment has a wrong value.\n${[...new Set(lines)].join('\n')}`);
  }
  const value = parsed.data;
  const production = value.NODE_ENV === 'production';
  if (production && value.OTP_MODE === 'bypass' && value.OTP_BYPASS_IN_PRODUCTION !== 'yes') {
    throw new Error(
      'OTP_MODE: should be verify in production, since bypass lets anybody in as anybody. ' +
        'Set OTP_BYPASS_IN_PRODUCTION=yes if that is what you want.',
    );
  }
  if (production && !value.RATE_LIMITS) throw new Error('RATE_LIMITS: should be on in production.');
  const telegram = telegramOf(value);
  const dataDir = resolve(value.DATA_DIR);
  return {
    host: value.HOST,
    port: value.PORT,
    publicUrl: value.PUBLIC_URL,
    roles: value.ROLES,
    dataDir,
    mongodbUri: value.MONGODB_URI,
    redisUrl: value.REDIS_URL,
    media: mediaPlace(value, join(dataDir, 'media')),
    jwtSecret: value.JWT_SECRET,
    otp: { mode: value.OTP_MODE, webhookUrl: value.OTP_WEBHOOK_URL },
    defaults: { country: value.DEFAULT_COUNTRY, currency: value.DEFAULT_CURRENCY, language: value.DEFAULT_LANGUAGE },
    telegram,
    whatsappWeb: value.WHATSAPP_WEB
      ? { pair: value.WHATSAPP_WEB_PAIR, socketUrl: value.WHATSAPP_WEB_SOCKET_URL }
      : undefined,
    whatsappCloud: whatsappCloudOf(value),
    catalogCacheBytes: value.CATALOG_CACHE_MB * 1024 * 1024,
    rateLimits: value.RATE_LIMITS,
    adminPassword: value.ADMIN_PASSWORD,
    logLevel: value.LOG_LEVEL,
    production,
    embedded: {
      mongodBinary: value.MONGOMS_SYSTEM_BINARY,
      redisBinary: value.REDIS_SERVER_BINARY,
      cacheDir: resolve(value.BINARY_CACHE_DIR ?? join(value.XDG_CACHE_HOME ?? join(value.HOME, '.cache'), 'haat')),
      path: value.PATH,
    },
  };
}

/** How to be on Telegram; undefined without a token. */
function telegramOf(value: z.infer<typeof Environment>) {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_MODE: mode, PUBLIC_URL: publicUrl } = value;
  if (!token) return undefined;
  // Telegram calls https addresses only; a Bot API server on this machine calls any
  if (mode === 'webhook' && !publicUrl?.startsWith('https:') && !LOOPBACK.has(new URL(apiRoot).hostname)) {
    throw new Error('PUBLIC_URL: should begin with https:// where TELEGRAM_MODE is webhook, since Telegram calls it.');
  }
  return { token, apiRoot, mode, webhookSecret: value.TELEGRAM_WEBHOOK_SECRET };
}

const CLOUD = ['TOKEN', 'PHONE_ID', 'APP_SECRET', 'VERIFY_TOKEN'] as const;

/** How to be on WhatsApp by Meta's official API, which needs all of its four values; undefined without any. */
function whatsappCloudOf(value: z.infer<typeof Environment>) {
  const [token, phoneId, appSecret, verifyToken] = CLOUD.map((name) => value[`WHATSAPP_CLOUD_${name}`]);
  if (!token && !phoneId && !appSecret && !verifyToken) return undefined;
  if (!token || !phoneId || !appSecret || !verifyToken) {
    const missing = CLOUD.map((name) => `WHATSAPP_CLOUD_${name}` as const).filter((name) => !value[name]);
    throw new Error(`${missing.join(', ')}: should be set, too, where WhatsApp's official API is to be used.`);
  }
  const [template, language = 'en'] = value.WHATSAPP_CLOUD_TEMPLATE?.split(':') ?? [];
  return {
    ...{ token, phoneId, appSecret, verifyToken },
    apiRoot: value.WHATSAPP_CLOUD_API_ROOT,
    template: template === undefined ? undefined : { name: template, language },
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/platform/config.js';

describe('the configuration', () => {
  it('has a default for everything, that works on a laptop', () => {
    const config = loadConfig({ HOME: '/home/asha' });
    expect([...config.roles]).toEqual(['api', 'bots', 'jobs']);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      otp: { mode: 'bypass' },
      defaults: { country: 'IN', currency: 'INR', language: 'en' },
      rateLimits: true,
      production: false,
    });
    expect(config.media).toEqual({ kind: 'disk', folder: join(config.dataDir, 'media') });
  });

  it('takes an empty value for none', () => {
    expect(loadConfig({ PORT: '', MONGODB_URI: '' })).toMatchObject({ port: 3000, mongodbUri: undefined });
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['CATALOG_CACHE_MB', '0'],
    ['CATALOG_CACHE_MB', '16 MB'],
    ['ROLES', 'api,cook'],
    ['MONGODB_URI', 'localhost:27017'],
    ['REDIS_URL', 'localhost'],
    ['JWT_SECRET', 'short'],
    ['OTP_MODE', 'sms'],
    ['OTP_WEBHOOK_URL', 'http://gateway.example/otp'],
    ['DEFAULT_COUNTRY', 'XX'],
    ['DEFAULT_CURRENCY', 'RUPEES'],
    ['DEFAULT_LANGUAGE', 'en_US'],
    ['DEFAULT_LANGUAGE', 'english'],
    ['PUBLIC_URL', 'haat.example'],
    ['ADMIN_PASSWORD', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['TELEGRAM_BOT_TOKEN', 'my-bot'],
    ['TELEGRAM_MODE', 'push'],
    ['TELEGRAM_API_ROOT', 'http://api.example'],
    ['TELEGRAM_WEBHOOK_SECRET', 'has a space in it'],
  ])('names %s when it is %s, and says what it should be', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(`${name}: .+`));
  });

  it('names every wrong value at once', () => {
    expect(() => loadConfig({ PORT: 'x', OTP_MODE: 'x' })).toThrow(/PORT: [\s\S]*OTP_MODE: /);
  });

  it('is on Telegram with a token alone, and by webhook where Telegram can reach it', () => {
    const TELEGRAM_BOT_TOKEN = '123456789:AAbcdefghijklmnopqrstuvwxyz0123456789';
    expect(loadConfig({}).telegram).toBeUndefined();
    const telegram = { mode: 'polling', apiRoot: 'https://api.telegram.org', token: TELEGRAM_BOT_TOKEN };
    expect(loadConfig({ TELEGRAM_BOT_TOKEN }).telegram).toMatchObject(telegram);
    const hook = { TELEGRAM_BOT_TOKEN, TELEGRAM_MODE: 'webhook' };
    expect(() => loadConfig(hook)).toThrow('PUBLIC_URL: should begin with https://');
    expect(() => loadConfig({ ...hook, PUBLIC_URL: 'http://haat.example' })).toThrow('PUBLIC_URL');
    expect(loadConfig({ ...hook, PUBLIC_URL: 'https://haat.example' }).telegram?.mode).toBe('webhook');
  });

  it('is on WhatsApp by a linked phone where that is said', () => {
    expect(loadConfig({}).whatsappWeb).toBeUndefined();
    expect(loadConfig({ WHATSAPP_WEB: 'on' }).whatsappWeb).toEqual({ pair: undefined, socketUrl: undefined });
    const pair = { WHATSAPP_WEB: 'on', WHATSAPP_WEB_PAIR: '+91 98765 43210' };
    expect(loadConfig(pair).whatsappWeb?.pair).toBe('+919876543210');
    expect(() => loadConfig({ WHATSAPP_WEB_PAIR: 'my phone' })).toThrow('WHATSAPP_WEB_PAIR: should be the phone');
    expect(() => loadConfig({ WHATSAPP_WEB_SOCKET_URL: 'ws://far.example/ws' })).toThrow('should begin with wss://');
    const near = { WHATSAPP_WEB: 'on', WHATSAPP_WEB_SOCKET_URL: 'ws://127.0.0.1:9/ws' };
    expect(loadConfig(near).whatsappWeb?.socketUrl).toBe('ws://127.0.0.1:9/ws');
  });

  it("is on WhatsApp by Meta's API with all four values, and says which are missing", () => {
    const all = {
      WHATSAPP_CLOUD_TOKEN: 'EAAG0123456789abcdefgh',
      WHATSAPP_CLOUD_PHONE_ID: '106540352242922',
      WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
      WHATSAPP_CLOUD_VERIFY_TOKEN: 'a word of our own',
    };
    expect(loadConfig({}).whatsappCloud).toBeUndefined();
    expect(loadConfig(all).whatsappCloud).toMatchObject({ apiRoot: 'https://graph.facebook.com/v23.0' });
    expect(loadConfig(all).whatsappCloud?.template).toBeUndefined();
    const template = { ...all, WHATSAPP_CLOUD_TEMPLATE: 'order_news:hi' };
    expect(loadConfig(template).whatsappCloud?.template).toEqual({ name: 'order_news', language: 'hi' });
    const { WHATSAPP_CLOUD_APP_SECRET, WHATSAPP_CLOUD_VERIFY_TOKEN, ...some } = all;
    expect(() => loadConfig(some)).toThrow('WHATSAPP_CLOUD_APP_SECRET, WHATSAPP_CLOUD_VERIFY_TOKEN: should be set');
  });

  it('says which language codes there are, and writes one as it should be', () => {
    expect(() => loadConfig({ DEFAULT_LANGUAGE: 'en_US' })).toThrow(
      'DEFAULT_LANGUAGE: should be a language tag like en or pt-BR',
    );
    expect(loadConfig({ DEFAULT_LANGUAGE: 'PT-br' }).defaults.language).toBe('pt-BR');
  });

  it('keeps photos in a folder, or in a store that speaks S3', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'asha', AWS_SECRET_ACCESS_KEY: 'a secret' };
    const media = (MEDIA_URL: string) => loadConfig({ MEDIA_URL, ...keys }).media;
    expect(media('file:///srv/photos')).toEqual({ kind: 'disk', folder: '/srv/photos' });
    const opened = { kind: 's3', accessKeyId: 'asha', secretAccessKey: 'a secret' };
    const amazon = { ...opened, bucket: 'photos', prefix: '', endpoint: undefined, region: 'us-east-1' };
    expect(media('s3://photos')).toEqual(amazon);
    expect(media('s3://photos/')).toEqual(amazon);
    const near = { endpoint: 'http://127.0.0.1:9000', region: 'eu-central-1', prefix: 'haat/one/' };
    expect(media('s3://photos/haat/one?endpoint=http://127.0.0.1:9000/&region=eu-central-1')).toEqual({
      ...amazon,
      ...near,
    });
    expect(() => loadConfig({ MEDIA_URL: 's3://photos' })).toThrow('AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: should');
  });

  it.each([
    ['photos', 'should be file:<folder> or s3://<bucket>'],
    ['s3://', 'the bucket'],
    ['s3://My_Photos', 'the bucket'],
    ['s3://key:secret@photos', 'should be'],
    ['s3://photos/../x y', 'the prefix'],
    ['s3://photos?endpoint=http://store.example', 'https://'],
    ['s3://photos?endpont=https://store.example', 'endpont'],
    ['s3://photos?region=the%20moon', 'the region'],
  ])('says what is wrong with the place for photos %s', (MEDIA_URL, why) => {
    const keys = { AWS_ACCESS_KEY_ID: 'asha', AWS_SECRET_ACCESS_KEY: 'a secret' };
    expect(() => loadConfig({ MEDIA_URL, ...keys })).toThrow(/MEDIA_URL: should be file:/);
    expect(() => loadConfig({ MEDIA_URL, ...keys })).toThrow(why);
  });

  it('takes the room for catalogs in megabytes', () => {
    expect(loadConfig({ CATALOG_CACHE_MB: '64' }).catalogCacheBytes).toBe(64 * 1024 * 1024);
  });

  it('takes the SMS gateway of this machine over plain http', () => {
    expect(loadConfig({ OTP_WEBHOOK_URL: 'http://127.0.0.1:9/otp' }).otp.webhookUrl).toBe('http://127.0.0.1:9/otp');
  });

  it('lets nobody sign in without a code in production, unless that is said twice', () => {
    expect(() => loadConfig({ NODE_ENV: 'production' })).toThrow('OTP_MODE');
    expect(loadConfig({ NODE_ENV: 'production', OTP_MODE: 'verify' }).production).toBe(true);
    expect(loadConfig({ NODE_ENV: 'production', OTP_BYPASS_IN_PRODUCTION: 'yes' }).otp.mode).toBe('bypass');
    expect(() => loadConfig({ NODE_ENV: 'production', OTP_MODE: 'verify', RATE_LIMITS: 'off' })).toThrow('RATE_LIMITS');
  });

  it('is told whole in .env.example, whose values are the defaults', () => {
    const root = join(import.meta.dirname, '../..');
    const lines = readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm);
    const example = Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
    expect(loadConfig({ ...example, HOME: '/h' })).toEqual(loadConfig({ HOME: '/h' }));
    const source = readFileSync(join(root, 'src/platform/config.ts'), 'utf8');
    const known = [...source.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    const own = known.filter((name) => !['XDG_CACHE_HOME', 'HOME', 'PATH'].includes(name ?? ''));
    expect(Object.keys(example).sort()).toEqual(own.sort());
  });
});

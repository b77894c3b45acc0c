import type { Request, Router } from 'express';
import { createKeptLinks } from '../../bots/whatsapp-web/kept-link.js';
import { createAdmin } from '../admin/admin.js';
import { clientAddress } from '../api/edge/client-address.js';
import type { RateLimits } from '../api/edge/rate-limits.js';
import type { State } from '../api/health/readiness.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Db } from '../platform/mongo.js';
import type { Texts } from '../platform/texts.js';
import type { Services } from './services.js';

/** The operator's pages; undefined without a password for them. */
export function startAdmin(deps: {
  config: Config;
  db: Db;
  limits: RateLimits;
  services: Pick<Services, 'alerts'>;
  clock: Clock;
  texts: Texts;
  publicUrl: string;
  bots: { states(): Readonly<Record<string, State>>; details(): Readonly<Record<string, string>> } | undefined;
}): Router | undefined {
  const { config, db, limits, services, clock, texts, publicUrl, bots } = deps;
  const { adminPassword: password, defaults, whatsappWeb } = config;
  if (!password) return undefined;
  const links = createKeptLinks({ db, clock });
  return createAdmin({
    ...{ password, texts, publicUrl },
    defaultLanguage: defaults.language,
    guesses: {
      count: (req) => limits.count('number', guesserOf(req)),
      takeBack: (req) => limits.takeBack('number', guesserOf(req)),
    },
    channels() {
      const details = bots?.details() ?? {};
      return Object.entries(bots?.states() ?? {}).map(([name, state]) => ({
        ...{ name, isUp: state === 'up', detail: details[name] },
      }));
    },
    deliveries: { failed: services.alerts.failures, sendAgain: services.alerts.sendAgain },
    link: {
      // another process may own the link; how it stands is in the database
      now: async () => (await links.read()) ?? { state: whatsappWeb ? 'connecting' : 'off' },
      again: links.again,
    },
  });
}

const guesserOf = (req: Request): string => `admin ${clientAddress(req)}`;

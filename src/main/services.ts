import type { Redis } from 'ioredis';
import { createAccounts } from '../accounts/accounts.js';
import { createOtp } from '../accounts/otp.js';
import { logSender, type OtpSender, webhookSender } from '../accounts/otp-senders.js';
import { signingSecret } from '../accounts/signing-secret.js';
import { createTokens } from '../accounts/tokens.js';
import { createExports } from '../bulk/exports.js';
import { createImports } from '../bulk/imports.js';
import { createTellImport } from '../bulk/telling.js';
import { createCarts } from '../carts/service.js';
import { createAnnouncements } from '../catalog/announcements.js';
import { createCatalog } from '../catalog/catalog.js';
import { createCategories } from '../catalog/categories.js';
import { createPhotos } from '../catalog/photos.js';
import { createProducts } from '../catalog/products.js';
import { createStock } from '../catalog/stock.js';
import {
  type ChannelName,
  type Chat,
  createChats,
  createContacts,
  createHolding,
  createMessengers,
  createPageProofs,
  createProofLinks,
  type Who,
} from '../contacts/index.js';
import { createAlerts } from '../orders/alerts.js';
import { createAside } from '../orders/aside.js';
import { createCustomers } from '../orders/customers.js';
import { createTelling, type PlacedNow } from '../orders/events.js';
import { createJustPlaced } from '../orders/just-placed.js';
import type { OrderEvent } from '../orders/model.js';
import { createMove } from '../orders/move.js';
import { createPlace } from '../orders/place.js';
import { createReminders } from '../orders/reminders.js';
import { createOrders } from '../orders/service.js';
import { createSettings } from '../orders/settings.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import { createKeptPictures } from '../platform/media/kept-pictures.js';
import type { MediaStorage } from '../platform/media/media-storage.js';
import type { Db } from '../platform/mongo.js';
import type { Texts } from '../platform/texts.js';
import { createDigests } from '../reports/digests.js';
import { createReports } from '../reports/service.js';
import { createEvenings } from '../stores/evenings.js';
import { createStorePictures } from '../stores/pictures.js';
import { createStores } from '../stores/service.js';
import { createTalks } from '../talks/service.js';
import { contactSender } from './contact-sender.js';

export type ServiceDeps = {
  config: Config;
  db: Db;
  /** For commands that a person waits for. */
  redis: Redis;
  /** For listening. */
  subscriber: Redis;
  media: MediaStorage;
  texts: Texts;
  clock: Clock;
  logger: Logger;
  /** Without a slash at the end. */
  publicUrl: string;
  /** Names this process as a holder of leases. */
  by: string;
  /** Has an event told, of an order that was placed just now where that is given; must neither throw nor be waited for. */
  nudge(event: Pick<OrderEvent, '_id' | 'orderId'>, placed?: PlacedNow): void;
  /** Queues work that the sweeps would find later; must neither throw nor be waited for. */
  work?(kind: 'import' | 'export', id: string): void;
  /** Looks at a chat that has something to do, here and in the other processes. @param held its lease is ours already */
  wake(who: Who, held?: Chat): void;
  /** Whether this process works the chats of a channel now. */
  serves?(channel: ChannelName): boolean;
};

export type Services = Awaited<ReturnType<typeof createServices>>;

/** Every area over one database, one Redis and one media storage. */
export async function createServices(deps: ServiceDeps) {
  const { config, db, redis, subscriber, media, clock, logger, publicUrl, by, nudge, wake } = deps;
  const { work = () => undefined } = deps;
  const trustBypass = config.otp.mode === 'bypass';
  const secret = await signingSecret(db, config.jwtSecret);
  const mediaUrl = (key: string): string => `${publicUrl}/media/${key}`;
  const announcements = createAnnouncements({ publisher: redis, subscriber });
  const { announce } = announcements;

  const contacts = createContacts({ db, clock, trustBypass });
  const chats = createChats({ db, clock, by, wake, ...(deps.serves && { serves: deps.serves }) });
  const holding = createHolding({ db, clock, by });
  const proofs = createProofLinks({ secret, clock });
  const messengers = createMessengers({ db, clock });
  const pageProofs = createPageProofs({ db, clock });

  const senders: OtpSender[] = [
    contactSender({ contacts, chats, texts: deps.texts, clock }),
    ...(config.otp.webhookUrl ? [webhookSender(config.otp.webhookUrl)] : []),
    logSender(logger),
  ];
  const otp = createOtp({
    db,
    clock,
    mode: config.otp.mode,
    production: config.production,
    secret,
    senders,
    log: logger,
  });
  const accounts = createAccounts({ db, clock });
  const tokens = createTokens(secret, clock, trustBypass);

  const stores = createStores({ db, clock, publicUrl, defaults: config.defaults, announce });
  const photos = createPhotos({ media, logger });
  const products = createProducts({ db, clock, announce });
  const categories = createCategories({ db });
  const stock = createStock({ db, announce });
  const catalog = createCatalog({ db, clock, stores, mediaUrl, cacheBytes: config.catalogCacheBytes });
  void announcements.listen(catalog.forget).catch(() => undefined);
  const carts = createCarts({ redis, products, catalog, clock, mediaUrl });

  const customers = createCustomers({ db, clock });
  const justPlaced = createJustPlaced();
  const telling = createTelling({ db, clock, contacts, chats, stores, customers, justPlaced });
  const place = createPlace({
    ...{ db, clock, stores, products, stock, carts, customers, nudge, mediaUrl, logger },
    sellersOf: config.roles.has('jobs') ? telling.sellersOf : undefined,
  });
  const move = createMove({ db, clock, stock, nudge });
  const settings = createSettings({ db, clock, stores, announce });
  const aside = createAside({ db, clock, nudge });
  const orders = createOrders({ db, stores, carts, place, move, aside });
  const talks = createTalks({ db, clock, contacts, chats, stores, products, orders, texts: deps.texts });
  const { storeById } = catalog;
  const alerts = createAlerts({ db, clock, storeById, contacts, chats, texts: deps.texts, justPlaced });
  const reminders = createReminders({ db, clock, stores });

  const kept = createKeptPictures(media);
  const pictures = createStorePictures({ kept, stores });
  const reports = createReports({ db, clock, kept });
  const evenings = createEvenings({ db });
  const digests = createDigests({ db, clock, stores, evenings, contacts, chats, texts: deps.texts, logger });

  const { texts } = deps;
  const tell = createTellImport({ contacts, chats, texts });
  const imports = createImports({ db, products, stores, texts, clock, tell, nudge: (id) => work('import', id) });
  const exports = createExports({
    ...{ db, products, orders, customers, stores, contacts, chats, media, texts, clock },
    nudge: (id) => work('export', id),
  });

  return {
    ...{
      contacts,
      proofs,
      messengers,
      pageProofs,
      chats,
      holding,
      otp,
      accounts,
      tokens,
      stores,
      photos,
      products,
      categories,
      catalog,
      carts,
    },
    ...{ customers, orders, talks, telling, alerts, reminders, media, mediaUrl, texts },
    ...{ settings, kept, pictures, reports, digests, imports, exports },
  };
}

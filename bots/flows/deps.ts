import type { Accounts } from '../../src/accounts/accounts.js';
import type { Otp } from '../../src/accounts/otp.js';
import type { Exports } from '../../src/bulk/exports.js';
import type { Imports } from '../../src/bulk/imports.js';
import type { Carts } from '../../src/carts/service.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import type { Categories } from '../../src/catalog/categories.js';
import type { Photos } from '../../src/catalog/photos.js';
import type { Products } from '../../src/catalog/products.js';
import type { Contacts, Messengers, ProofLinks } from '../../src/contacts/index.js';
import type { Customers } from '../../src/orders/customers.js';
import type { Orders } from '../../src/orders/service.js';
import type { Settings } from '../../src/orders/settings.js';
import type { KeptPictures } from '../../src/platform/media/kept-pictures.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Texts } from '../../src/platform/texts.js';
import type { Reports } from '../../src/reports/service.js';
import type { StorePictures } from '../../src/stores/pictures.js';
import type { Stores } from '../../src/stores/service.js';
import type { Talks } from '../../src/talks/service.js';
import type { Base } from '../conversation/flow.js';

/** The areas that flows call; the same for every message. */
export type Services = {
  accounts: Accounts;
  otp: Otp;
  stores: Stores;
  settings: Settings;
  pictures: StorePictures;
  reports: Reports;
  products: Products;
  categories: Categories;
  catalog: Catalog;
  photos: Photos;
  carts: Carts;
  orders: Orders;
  customers: Customers;
  imports: Imports;
  exports: Exports;
  talks: Talks;
  contacts: Contacts;
  messengers: Pick<Messengers, 'ways'>;
  proofs: ProofLinks;
  media: MediaStorage;
  kept: KeptPictures;
  mediaUrl(key: string): string;
  texts: Texts;
};

/** What every step and entry of a flow gets. */
export type Deps = Base &
  Services & {
    /** Tells another chat of the same person, once for each `messageId`, that its number is proved. */
    vouch(contactId: string, mobile: string, messageId: string): Promise<void>;
  };

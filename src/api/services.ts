import type { Accounts } from '../accounts/accounts.js';
import type { Otp } from '../accounts/otp.js';
import type { Tokens } from '../accounts/tokens.js';
import type { Exports } from '../bulk/exports.js';
import type { Imports } from '../bulk/imports.js';
import type { Carts } from '../carts/service.js';
import type { Catalog } from '../catalog/catalog.js';
import type { Photos } from '../catalog/photos.js';
import type { MediaUrl } from '../catalog/product-view.js';
import type { Products } from '../catalog/products.js';
import type { Chats } from '../contacts/chats.js';
import type { Contacts } from '../contacts/contacts.js';
import type { Customers } from '../orders/customers.js';
import type { Orders } from '../orders/service.js';
import type { Settings } from '../orders/settings.js';
import type { MediaStorage } from '../platform/media/media-storage.js';
import type { Country } from '../platform/mobile.js';
import type { Texts } from '../platform/texts.js';
import type { Reports } from '../reports/service.js';
import type { StorePictures } from '../stores/pictures.js';
import type { Stores } from '../stores/service.js';
import type { RateLimits } from './edge/rate-limits.js';

/** What the routes call; each of them uses a part. */
export type Services = {
  otp: Otp;
  accounts: Accounts;
  tokens: Tokens;
  stores: Stores;
  settings: Settings;
  pictures: StorePictures;
  reports: Reports;
  photos: Photos;
  products: Products;
  catalog: Catalog;
  carts: Carts;
  orders: Orders;
  customers: Customers;
  imports: Imports;
  exports: Exports;
  contacts: Contacts;
  chats: Chats;
  media: MediaStorage;
  mediaUrl: MediaUrl;
  texts: Texts;
  limits: RateLimits;
  /** Numbers without a `+` are read as numbers of this country. */
  country: Country;
};

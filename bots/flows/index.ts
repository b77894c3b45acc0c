import type { AnyFlow } from '../conversation/flow.js';
import { addProduct } from './add-product.js';
import { alert } from './alert.js';
import { buy } from './buy.js';
import type { Deps } from './deps.js';
import { digest } from './digest.js';
import { forgetMe } from './forget-me.js';
import { importProducts } from './import.js';
import { language } from './language.js';
import { myOrders } from './my-orders.js';
import { newStore } from './new-store.js';
import { orders } from './orders.js';
import { products } from './products.js';
import { prove } from './prove.js';
import { quick } from './quick.js';
import { report } from './report.js';
import { share } from './share.js';
import { signUp } from './sign-up.js';
import { start } from './start.js';
import { stores } from './stores.js';
import { talk } from './talk.js';
import { undo } from './undo.js';

export type { Deps, Services } from './deps.js';

/** Every conversation; where two take the same thing, the earlier one is asked first. */
export const flows: AnyFlow<Deps>[] = [
  start,
  signUp,
  newStore,
  prove,
  products,
  buy,
  myOrders,
  alert,
  talk,
  addProduct,
  // before undo: what it takes back begins with `store.`
  stores,
  undo,
  quick,
  importProducts,
  orders,
  report,
  digest,
  share,
  language,
  forgetMe,
];

/** Every command, and the choice that means the same; `shop` and `start` take an argument and have none. */
const CHOICE_OF_COMMAND = {
  start: 'start',
  sell: 'sell',
  newstore: 'new-store',
  addproduct: 'add-product',
  products: 'products',
  orders: 'orders',
  share: 'share',
  report: 'report',
  stores: 'stores',
  shop: 'buy',
  cart: 'cart',
  checkout: 'checkout',
  myorders: 'my-orders',
  language: 'language',
  forgetme: 'forgetme',
  help: 'help',
  back: 'back',
  cancel: 'cancel',
} as const;

export type Command = keyof typeof CHOICE_OF_COMMAND;

export const COMMANDS = Object.keys(CHOICE_OF_COMMAND) as Command[];

/** What answers an alert where there are no buttons, followed by a part of the order's number. */
export const ALERT_WORDS = ['ok', 'no', 'done', 'paid', 'reply'] as const;
export type AlertWord = (typeof ALERT_WORDS)[number];

/** What does something at once with what follows it, where no question is open: `price mango 159`, `undo`. */
export const QUICK_WORDS = [
  'price',
  'stock',
  'soldOut',
  'backIn',
  'undo',
  'digest',
  'closedToday',
  'settings',
  'again',
  'whereIs',
] as const;
export type QuickWord = (typeof QUICK_WORDS)[number];

/** Commands that work in every question, also without a slash where free text is asked. */
export const ALWAYS = ['cancel', 'back', 'help'] as const;
export type Always = (typeof ALWAYS)[number];

const COMMAND_OF_CHOICE = new Map<string, Command>(COMMANDS.map((command) => [CHOICE_OF_COMMAND[command], command]));

/** The command a plain choice id stands for (`add-product` → `addproduct`). */
export const commandOfChoice = (choice: string): Command | undefined => COMMAND_OF_CHOICE.get(choice);

/** The choice id of a command (`addproduct` → `add-product`). */
export const choiceOfCommand = (command: Command): string => CHOICE_OF_COMMAND[command];

/**
 * Plain words for the question they were shown with: on the wire they carry its mark, and at another question they do
 * nothing but bring it up again. Everything else works whenever it is pressed.
 */
const PRESENT_ONLY: ReadonlySet<string> = new Set(['yes', 'no', 'skip', 'cod', 'upi']);

export const goesStale = (choice: string): boolean => PRESENT_ONLY.has(choice);

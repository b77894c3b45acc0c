import { createHash } from 'node:crypto';

/** As WhatsApp's own clients make them: `3EB0` and 18 hex digits. */
const SHAPE = /^3EB0([0-9A-F]{12})([0-9A-F]{6})$/;

const hex = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits).toUpperCase();
const seal = (name: string): string => hex(`haat says ${name}`, 6);

/** The id of a message on its way out: the same at every try, so that WhatsApp shows it once. */
export function messageIdOf(outboxId: string, part = 0): string {
  const name = hex(part === 0 ? outboxId : `${outboxId}.${part}`, 12);
  return `3EB0${name}${seal(name)}`;
}

/** Whether a message of this number was sent by us, and not typed by its owner. */
export function isOurs(id: string): boolean {
  const [, name, sealed] = SHAPE.exec(id) ?? [];
  return name !== undefined && seal(name) === sealed;
}

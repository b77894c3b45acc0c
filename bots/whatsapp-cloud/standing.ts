import type { Logger } from '../../src/platform/logger.js';

/** Where Meta says how the account stands: in the answer to a call, or of a message that it had taken first (the bill). */
export type Where = 'at once' | 'afterwards';
export type Standing = ReturnType<typeof createStanding>;

/**
 * How the account stands with Meta: what only the operator can mend, said once in the log and shown until something of
 * the same kind went through. A message that is taken says nothing of one that fails afterwards.
 */
export function createStanding({ logger }: { logger: Logger }) {
  const trouble = new Map<Where, string>();
  return {
    /** @param reason without any token in it */
    refused(reason: string, where: Where): void {
      if (trouble.get(where) !== reason) logger.error({ reason }, 'WhatsApp refuses this account: see to it at Meta');
      trouble.set(where, reason);
    },
    passed: (where: Where): void => void trouble.delete(where),
    /** Undefined when all is well. */
    trouble: (): string | undefined => trouble.get('at once') ?? trouble.get('afterwards'),
  };
}

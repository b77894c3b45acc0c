import type { Contact } from './model.js';

/** A contact with only what was really proved of it: without what a bypassed code stood for. */
export function withoutBypass(contact: Contact): Contact {
  const { phoneProof, accountProof, customerProof, ...rest } = contact;
  if (phoneProof === 'bypass') delete rest.phone;
  if (accountProof === 'bypass') delete rest.accountId;
  if (customerProof === 'bypass') delete rest.customerId;
  return {
    ...rest,
    ...(phoneProof && phoneProof !== 'bypass' && { phoneProof }),
    ...(accountProof && accountProof !== 'bypass' && { accountProof }),
    ...(customerProof && customerProof !== 'bypass' && { customerProof }),
  };
}

export { type Chats, createChats } from './chats.js';
export { type Contacts, createContacts, isWindowOpen } from './contacts.js';
export { createHolding, type Holding, type Reply, type Turned } from './holding.js';
export type { Incoming, MediaRef } from './incoming.js';
export { ANNOUNCE_EVERY_MS, createMessengers, type Messengers, type Way } from './messengers.js';
export type { Alert, ChannelName, Chat, Contact, InboxItem, OutboxItem, Proof, Who } from './model.js';
export { createPageProofs, type PageProofs } from './page-proofs.js';
export { createProofLinks, type ProofLinks } from './proof-links.js';
export { startOf } from './start-text.js';

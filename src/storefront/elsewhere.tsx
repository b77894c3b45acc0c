import type { ChannelName, Messengers, ProofLinks } from '../contacts/index.js';
import type { T } from '../platform/texts.js';

/** Names of messengers are the same in every language. */
const NAMES: Readonly<Record<ChannelName, string>> = {
  telegram: 'Telegram',
  'whatsapp-web': 'WhatsApp',
  'whatsapp-cloud': 'WhatsApp',
  'web-chat': 'Haat',
};

/** A way from a page into a messenger. */
export type Way = { name: string; url: string };

export type Elsewhere = ReturnType<typeof createElsewhere>;

/** The ways from a page into the messengers that are on. */
export function createElsewhere(deps: { messengers: Pick<Messengers, 'links'>; proofs: Pick<ProofLinks, 'make'> }) {
  const { messengers, proofs } = deps;
  const ways = async (payload: string): Promise<Way[]> =>
    // what cannot be found out keeps nobody from ordering here
    (await messengers.links(payload).catch(() => [])).map(({ channel, url }) => ({ name: NAMES[channel], url }));
  return {
    /** Goes on with this cart in the chat. */
    cart: (cartId: string): Promise<Way[]> => ways(`c_${cartId}`),
    /** Proves the number there, and is told of orders there from then on. */
    proof: (proofId: string): Promise<Way[]> => ways(`v_${proofs.make(proofId)}`),
  };
}

/** @param label a key with the slot `messenger` */
export const Ways = ({ ways, label, t }: { ways: readonly Way[]; label: string; t: T }) => (
  <>
    {ways.map(({ name, url }) => (
      <p key={name}>
        <a class="elsewhere" href={url} target="_blank" rel="noopener">
          {t(label, { messenger: name })}
        </a>
      </p>
    ))}
  </>
);

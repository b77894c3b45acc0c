import type { Messengers, ProofLinks, Way } from '../contacts/index.js';
import type { T } from '../platform/texts.js';

export type Elsewhere = ReturnType<typeof createElsewhere>;

/** The ways from a page into the messengers that are on. */
export const createElsewhere = (deps: { messengers: Pick<Messengers, 'ways'>; proofs: Pick<ProofLinks, 'make'> }) => ({
  /** Goes on with this cart in the chat. */
  cart: (cartId: string, t: T): Promise<Way[]> => deps.messengers.ways(`c_${cartId}`, t),
  /** Proves the number there, and is told of orders there from then on. */
  proof: (proofId: string, t: T): Promise<Way[]> => deps.messengers.ways(`v_${deps.proofs.make(proofId)}`, t),
});

/** @param label a key with the slot `messenger` */
export const Ways = ({ ways, label, t }: { ways: readonly Way[]; label: string; t: T }) => (
  <>
    {ways.map(({ name, url }) => (
      <p key={url}>
        <a class="elsewhere" href={url} target="_blank" rel="noopener">
          {t(label, { messenger: name })}
        </a>
      </p>
    ))}
  </>
);

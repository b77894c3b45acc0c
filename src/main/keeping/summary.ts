import type { End } from './archive.js';

/** What an archive has, for the operator. */
export function summary({ documents, media }: End): string {
  const count = (name: string): number => documents[name] ?? 0;
  const all = Object.values(documents).reduce((sum, one) => sum + one, 0);
  const parts = [`${count('stores')} stores`, `${count('products')} products`, `${count('orders')} orders`];
  return `${parts.join(', ')}; ${all} documents in all, ${media} photos and files`;
}

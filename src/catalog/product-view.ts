import type { Product } from './model.js';
import { type Photo, photoKey } from './photos.js';
import { available } from './rules.js';

/** The address of a key of the media storage. */
export type MediaUrl = (key: string) => string;

/** Addresses of the two pictures of a photo, at most 1080 and 320 px, and what stands in for them while they load. */
export type Image = { url: string; thumbnail: string; placeholder?: string | undefined };

export const imageOf = (photo: Photo | null, mediaUrl: MediaUrl): Image | null =>
  photo && {
    url: mediaUrl(photoKey(photo.key, 1080)),
    thumbnail: mediaUrl(photoKey(photo.key, 320)),
    ...(photo.blur && { placeholder: `data:image/webp;base64,${photo.blur}` }),
  };

/** A product as its seller reads it over HTTP. */
export const sellerView = (product: Product, mediaUrl: MediaUrl) => ({
  id: product._id,
  storeId: product.storeId,
  name: product.name,
  description: product.description,
  mrp: product.mrp,
  salePrice: product.salePrice,
  category: product.category,
  stock: product.stock,
  image: imageOf(product.photo, mediaUrl),
  hidden: product.hidden,
});

/** A product as buyers read it; how many are left stays the seller's. */
export const buyerView = (product: Product, mediaUrl: MediaUrl) => ({
  id: product._id,
  name: product.name,
  description: product.description,
  mrp: product.mrp,
  salePrice: product.salePrice,
  image: imageOf(product.photo, mediaUrl),
  available: available(product),
});

export type SellerView = ReturnType<typeof sellerView>;
export type BuyerView = ReturnType<typeof buyerView>;

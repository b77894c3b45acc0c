/** The addresses of a shop's pages; what a visitor asks of the shop's own page is in `asked.ts`. */
export const productPath = (link: string, productId: string): string => `/s/${link}/p/${productId}`;
export const languagePath = (link: string): string => `/s/${link}/language`;
export const cartPath = (link: string): string => `/s/${link}/cart`;
export const orderPath = (link: string): string => `/s/${link}/order`;
export const placedPath = (link: string, orderId: string): string => `/s/${link}/orders/${orderId}`;

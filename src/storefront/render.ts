import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Signs that force a direction on what follows, and a NUL, which no page may hold. */
const MISLEADING = /[\0\u202a-\u202e]/g;

/**
 * The markup of a page as it is sent. Every text in it is escaped by the renderer; an address in it must be made by
 * us, since escaping does not make a foreign one harmless.
 */
export const renderPage = (page: VNode): string => `<!doctype html>${renderToString(page)}`.replace(MISLEADING, '');

import { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';

/**
 * Requests and responses that are Express's from the start. Express gives each one that Node made another prototype, for
 * which V8 puts it into a hidden class of its own: of an answer that does nothing else three quarters of the time, and garbage
 * that outlives the small collections. Of these the prototype is the app's already, and nothing is changed.
 */
export function createExpressMessages() {
  class Request extends IncomingMessage {}
  class Response extends ServerResponse<Request> {}
  return {
    /** Of `http.createServer`. */
    options: { IncomingMessage: Request, ServerResponse: Response },

    /** Once for the app that is to answer them. */
    joinTo(app: Pick<Express, 'request' | 'response'>): void {
      app.request = Object.setPrototypeOf(Request.prototype, app.request);
      app.response = Object.setPrototypeOf(Response.prototype, app.response);
    },
  };
}

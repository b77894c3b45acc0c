import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
import helmet from 'helmet';

/** For the pages and the data of this server: no code, style or frame but our own files. */
export function securityHeaders(publicUrl: string): (res: Response) => void {
  // they are the same for each answer, so they are asked for once
  const sample = new ServerResponse(new IncomingMessage(new Socket()));
  helmetOf(publicUrl)(sample.req, sample, () => undefined);
  const headers = Object.entries(sample.getHeaders() as Record<string, string>);
  return (res) => {
    for (const [name, value] of headers) res.setHeader(name, value);
  };
}

const helmetOf = (publicUrl: string) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // previews of photos that were picked but not yet sent are blobs
        imgSrc: ["'self'", 'data:', 'blob:', new URL(publicUrl).origin],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // a browser that was once told so would refuse a shop served over plain http on a laptop
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
  });

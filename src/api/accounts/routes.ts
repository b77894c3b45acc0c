import { z } from 'zod';
import { Id } from '../../platform/ids.js';
import { parseMobile } from '../../platform/mobile.js';
import { answer, type Route, route } from '../edge/route.js';
import { Code, Mobile } from '../edge/schemas.js';
import type { Services } from '../services.js';

const Account = z.object({ accountId: Id, mobile: z.string(), token: z.string() }).meta({ id: 'Account' });

type Deps = Pick<Services, 'otp' | 'accounts' | 'tokens' | 'country'>;

export const accountRoutes = ({ otp, accounts, tokens, country }: Deps): Route[] => [
  route(
    {
      id: 'signInSeller',
      method: 'post',
      path: '/accounts',
      tag: 'sign-in',
      summary: 'Opens the account of a seller, or signs in to it',
      body: z
        .strictObject({ mobile: Mobile, otp: Code })
        .meta({ examples: [{ mobile: '+919876543210', otp: '482915' }] }),
      idempotent: 'accepted',
      limit: 'proof',
      answers: { 201: Account, 200: Account },
      refuses: { 401: ['wrong_otp', 'otp_expired'], 422: ['bad_mobile', 'bad_otp'] },
    },
    async ({ body, once }) => {
      const mobile = parseMobile(body.mobile, country);
      const proof = await otp.check(mobile, 'seller', body.otp, once);
      const { account, isNew } = await accounts.ensure(mobile);
      const token = tokens.issue('seller', account._id, proof);
      const signedIn = { accountId: account._id, mobile, token };
      return isNew ? answer(201, signedIn) : answer(200, signedIn);
    },
  ),
];

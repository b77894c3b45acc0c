import { z } from 'zod';
import { PURPOSES } from '../../accounts/model.js';
import { parseMobile } from '../../platform/mobile.js';
import { answer, type Route, route } from '../edge/route.js';
import { Mobile } from '../edge/schemas.js';
import type { Services } from '../services.js';

type Deps = Pick<Services, 'otp' | 'limits' | 'country'>;

export const otpRoutes = ({ otp, limits, country }: Deps): Route[] => [
  route(
    {
      id: 'sendOtp',
      method: 'post',
      path: '/otp',
      tag: 'sign-in',
      summary: 'Sends a one-time code to a mobile number',
      body: z
        .strictObject({ mobile: Mobile, purpose: z.enum(PURPOSES) })
        .meta({ examples: [{ mobile: '+919876543210', purpose: 'seller' }] }),
      idempotent: 'accepted',
      limit: 'proof',
      answers: { 202: z.object({ expiresInSeconds: z.int().min(1) }) },
      refuses: { 422: ['bad_mobile'], 429: ['otp_too_soon'] },
    },
    async ({ body, language, once }) => {
      const mobile = parseMobile(body.mobile, country);
      await limits.count('number', mobile);
      return answer(202, await otp.send(mobile, body.purpose, language, once));
    },
  ),
];

import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { plainText } from './text.ts';
import { stationUserSchema } from './users.ts';

const none = z.object({});

/** OAuth 2 password form, or a refresh. Fields that other OAuth clients add are ignored. */
const tokenRequestSchema = z.discriminatedUnion('grant_type', [
  z.object({ grant_type: z.literal('refresh_token'), refresh_token: plainText(512) }),
  z.object({ grant_type: z.literal('password'), username: plainText(128), password: plainText(1024) }),
]);

const tokenSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('bearer'),
  /** Seconds. */
  expires_in: z.number().int(),
  scope: z.string(),
  /** Who signed in, as stations know one; not with a refresh. */
  user: stationUserSchema.omit({ badge_hash: true }).optional(),
});
export type Token = z.infer<typeof tokenSchema>;

export const createToken = endpoint({
  id: 'createToken',
  method: 'POST',
  path: '/v1/token',
  summary: 'Get an access token for a name and password, or a new one for a refresh token',
  tag: 'Access',
  access: 'public',
  params: none,
  query: none,
  bodyFormat: 'form',
  body: z.preprocess(
    (form) => (typeof form === 'object' && form !== null ? { grant_type: 'password', ...form } : form),
    tokenRequestSchema,
  ),
  status: 200,
  reply: tokenSchema,
  idempotency: 'none',
  problems: [401, 429],
});

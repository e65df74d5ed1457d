import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { scopes } from './scopes.ts';

const none = z.object({});

/** What a person may be at a station. */
export const stationRoles = ['operator', 'engineer', 'admin'] as const;
export type StationRole = (typeof stationRoles)[number];

/** A person as stations know one. No password, nor a hash of one. */
export const stationUserSchema = z.object({
  /** Stable; a name is given to nobody else. */
  id: z.string().min(1).max(64),
  username: z.string().min(1).max(128),
  /** Stands in records and under signatures. */
  printed_name: z.string().min(1).max(128),
  /** Null: may not work at stations. */
  role: z.enum(stationRoles).nullable(),
  disabled: z.boolean(),
  /** Another one after every change of the password: what a station remembers of the password before is worth nothing then. */
  password_tag: z.string().min(1).max(64),
  /** Argon2id of the badge with `badge_salt` of the list (19 MiB, 2 passes, 32 bytes), base64; null: none. */
  badge_hash: z.string().max(64).nullable(),
});
export type StationUser = z.infer<typeof stationUserSchema>;

const read = { params: none, query: none, bodyFormat: 'none', body: z.unknown(), status: 200 } as const;

export const listUsers = endpoint({
  ...read,
  id: 'listUsers',
  method: 'GET',
  path: '/v1/users',
  summary:
    'Everybody, for stations: roles, who is disabled, badges as hashes. With If-None-Match: 304 where nothing changed',
  tag: 'Access',
  access: 'inspections:read',
  reply: z.object({
    object: z.literal('list'),
    /** 16 bytes, base64: the same for all badges of the site, so that a badge can be looked up. */
    badge_salt: z.string(),
    data: z.array(stationUserSchema),
  }),
  idempotency: 'none',
  problems: [],
});

export const getMe = endpoint({
  ...read,
  id: 'getMe',
  method: 'GET',
  path: '/v1/me',
  summary: 'Whose token it is, and what it allows',
  tag: 'Access',
  access: 'inspections:read',
  reply: z.object({
    kind: z.enum(['user', 'device']),
    name: z.string(),
    /** The one station whose records a device reads and writes; null for people. */
    station: z.string().nullable(),
    scopes: z.array(z.enum(scopes)),
  }),
  idempotency: 'none',
  problems: [],
});

/** People: who is signed in, how others come, and who they are. What a role may do: core/identity/permissions.ts. */
import { z } from 'zod';
import { type Operation, operations } from '../core/identity/permissions.ts';
import { roles } from '../core/identity/roles.ts';
import { signatureMeanings } from '../core/identity/signature.ts';
import { call, event } from './contract-kinds.ts';
import { id, line, storage, time } from './values.ts';

const role = z.enum(roles);
const name = line.min(1);
/** Typed or scanned; never logged, never answered. */
const secret = z.string().min(1).max(512);

const personOfStation = z.object({ id, name: z.string(), printedName: z.string(), role });

export const sessionState = z.object({
  /** `open`: no people yet, everything works and nobody signs in. `signed_out`: only signing in works. */
  state: z.enum(['open', 'signed_out', 'locked', 'signed_in']),
  /** Who is signed in, or whose session is locked. */
  person: personOfStation.nullable(),
  /** A one-time password must be changed (`changePassword`) before anything else works. */
  passwordExpired: z.boolean(),
  /** Nothing can be stored, not even who came in (a full disk): looking is all that works until it can. */
  lookingOnly: z.boolean(),
  /** What the next sign-off needs: `none` on an open station, `password` for the first one of a session, then `any`. */
  signing: z.enum(['none', 'password', 'any']),
  /** What may be done now; the window hides the rest, the station refuses it. */
  may: z.array(z.enum(operations as [Operation, ...Operation[]])),
  /** Those who can come back with PIN or badge: they gave their password in this shift. Last one first. */
  present: z.array(z.object({ id, printedName: z.string(), pin: z.boolean(), badge: z.boolean() })),
  /** The session locks after so many minutes without `active`; null: never. */
  idleMinutes: z.number().nullable(),
  /** Signed in without the central service, which could not be asked: until when that works. Null for everybody else. */
  graceUntil: time.nullable(),
});

/** With a sign-off: `meaning` and the proof of who signs; none on an open station. */
export const signatureInput = z.strictObject({
  meaning: z.enum(signatureMeanings),
  proof: z
    .discriminatedUnion('factor', [
      z.strictObject({ factor: z.literal('password'), secret }),
      z.strictObject({ factor: z.literal('pin'), secret }),
      z.strictObject({ factor: z.literal('badge'), secret }),
    ])
    .nullable(),
});

const errors = [...storage, 'IDENTITY'] as const;
const nothing = z.strictObject({});

export const identity = {
  session: call(nothing, sessionState, errors),
  /** After every change of the session, whoever caused it. */
  changed: event(sessionState),
  /** Takes the place of whoever is signed in. IDENTITY_REFUSED, IDENTITY_TOO_MANY_FAILURES (details: `seconds`). */
  signIn: call(z.strictObject({ name, password: secret }), sessionState, errors),
  /** Comes back, or takes over at a shared bench. IDENTITY_PASSWORD_NEEDED: not in this shift yet. */
  quickSwitch: call(
    z.discriminatedUnion('factor', [
      z.strictObject({ factor: z.literal('pin'), personId: id, secret }),
      z.strictObject({ factor: z.literal('badge'), secret }),
    ]),
    sessionState,
    errors,
  ),
  /** The password of the person whose session is locked. */
  unlock: call(z.strictObject({ password: secret }), sessionState, errors),
  lock: call(nothing, sessionState, errors),
  signOut: call(nothing, sessionState, errors),
  /** Somebody moved or typed: sent at most every few seconds, so that the session does not lock under their hands. */
  active: call(nothing, z.object({})),
  /** On an open station only: from then on people sign in. The code is shown this once. */
  setUpFirstAdministrator: call(
    z.strictObject({ name, printedName: name, password: secret }),
    z.object({ session: sessionState, recoveryCode: z.string() }),
    errors,
  ),
  changePassword: call(z.strictObject({ current: secret, next: secret }), sessionState, errors),
  /** One's own PIN, confirmed with the password; null takes it away. */
  setPin: call(z.strictObject({ password: secret, pin: secret.nullable() }), sessionState, errors),
  setBadge: call(z.strictObject({ password: secret, badge: secret.nullable() }), sessionState, errors),
  /** The printed code gives an administrator a new password; the code is used up, and the answer has its successor. */
  recover: call(
    z.strictObject({ name, code: secret, password: secret }),
    z.object({ session: sessionState, recoveryCode: z.string() }),
    errors,
  ),
};

const user = personOfStation.extend({
  disabled: z.boolean(),
  /** The centre checks this person's password. */
  central: z.boolean(),
  /** It says who this is and what they may do: both are changed there. */
  knownCentrally: z.boolean(),
  /** It ended their access, which only it can give back. */
  disabledCentrally: z.boolean(),
  passwordExpired: z.boolean(),
  pin: z.boolean(),
  badge: z.boolean(),
  /** After too many wrong tries; seconds that are left, 0 for not locked. */
  lockedSeconds: z.number().int(),
  lastSignIn: time.nullable(),
});
const withOneTimePassword = z.object({ user, oneTimePassword: z.string() });

/** The people page of an administrator. Every change is an entry of the log. */
export const users = {
  list: call(nothing, z.array(user), errors),
  /** The password is shown this once and must be changed at the first sign-in; empty for a person of the centre. */
  add: call(
    z.strictObject({ name, printedName: name, role, central: z.boolean().default(false) }),
    withOneTimePassword,
    errors,
  ),
  /** IDENTITY_LAST_ADMIN where nobody could manage people any more. */
  change: call(
    z.strictObject({ id, printedName: name.optional(), role: role.optional(), disabled: z.boolean().optional() }),
    user,
    errors,
  ),
  resetPassword: call(z.strictObject({ id }), withOneTimePassword, errors),
  /** Ends the wait after too many wrong tries. */
  unlock: call(z.strictObject({ id }), user, errors),
  setBadge: call(z.strictObject({ id, badge: secret.nullable() }), user, errors),
};

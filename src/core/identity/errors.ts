import { type CodedError, codedErrors } from '../kernel/coded-errors.ts';

const errors = codedErrors({
  IDENTITY_SIGN_IN_REQUIRED: 'Nobody is signed in. Nothing was done; sign in first.',
  IDENTITY_LOCKED: 'The station is locked. Nothing was done; unlock it or switch to another person.',
  IDENTITY_FORBIDDEN: 'This role may not do that. Nothing was done; ask somebody who may.',
  /** A one-time password opens the door to choosing a password, and to nothing else. */
  IDENTITY_PASSWORD_EXPIRED: 'The password must be changed first. Nothing was done.',
  /** Says the same for a name that nobody has: who asks learns no names. */
  IDENTITY_REFUSED: 'Name and password (or PIN, badge, code) do not go together. Nobody was signed in.',
  IDENTITY_TOO_MANY_FAILURES:
    'Too many wrong tries in a row. This name is locked for a while; wait, or ask an administrator to unlock it.',
  /** PIN and badge come back to a session, they do not begin one. */
  IDENTITY_PASSWORD_NEEDED: 'PIN and badge work after signing in with the password once in this shift.',
  IDENTITY_NO_PEOPLE: 'This station has no people yet, so nobody can sign in. Set up the first administrator.',
  IDENTITY_ALREADY_SET_UP: 'This station has people already. Sign in as an administrator to add more.',
  IDENTITY_FIRST_MUST_BE_ADMIN: 'The first person must be an administrator. Nobody was added.',
  IDENTITY_NAME_TAKEN: 'Somebody has this name already. Nobody was added; choose another.',
  IDENTITY_NAME_INVALID: 'A name has 1 to 60 letters, digits, dots, dashes or spaces. Nothing was changed.',
  IDENTITY_UNKNOWN_PERSON: 'There is no such person on this station. Nothing was changed.',
  /** The station would have nobody left who can manage people. */
  IDENTITY_LAST_ADMIN: 'This is the last administrator who can sign in. Nothing was changed; add another one first.',
  IDENTITY_PASSWORD_SHORT: 'The password is too short. Nothing was changed; use 12 characters or more.',
  IDENTITY_PASSWORD_LONG: 'The password is too long. Nothing was changed; use at most 128 characters.',
  IDENTITY_PASSWORD_COMMON: 'The password is one that is guessed first. Nothing was changed; choose another.',
  IDENTITY_PIN_INVALID: 'A PIN has 6 to 12 digits that are neither all the same nor in a row. Nothing was changed.',
  IDENTITY_BADGE_INVALID: 'A badge gives 6 to 128 printable characters. Nothing was changed; scan it again.',
  IDENTITY_BADGE_TAKEN: 'Somebody has this badge already. Nothing was changed.',
  /** The password is the centre’s, and is changed there. */
  IDENTITY_PASSWORD_CENTRAL: 'This person’s password belongs to the central service. Change it there.',
  IDENTITY_GRACE_OVER:
    'The central service cannot be reached, and the time for signing in without it is over. Connect the station.',
  IDENTITY_CENTRAL_OFF: 'Signing in against the central service is not configured on this station.',
  /** By a name that the centre locked: it counts wrong tries of all stations. `seconds`: until it may be tried again. */
  IDENTITY_CENTRAL_LOCKED:
    'The central service has locked this name after too many wrong tries. Nobody was signed in; wait, then try again.',
  IDENTITY_CENTRAL_NO_ROLE:
    'The central service knows this person, and gave them no role at stations. Nobody was signed in; ask an administrator there.',
  /** Nobody is taken over: neither an account of the station's own, nor one of somebody who had the name at the centre. */
  IDENTITY_CENTRAL_NAME_TAKEN:
    'Somebody else has this name at this station already. Nobody was taken over; use another name at the centre, or hand this account over to it.',
  IDENTITY_PERSON_CENTRAL:
    'The central service says who this person is and what they may do. Nothing was changed; change it there.',
  IDENTITY_DISABLED_CENTRALLY:
    'The central service ended this person’s access. Nothing was changed; it has to be given back there.',
  /** `factor`: what is wanted. */
  IDENTITY_SIGNATURE_REQUIRED: 'A sign-off needs a signature. Nothing was signed; give the password, PIN or badge.',
  IDENTITY_SIGNATURE_PASSWORD: 'The first signature of a session needs the password. Nothing was signed.',
  /** The disk is full, or may only be read. */
  IDENTITY_NOT_RECORDED:
    'It cannot be stored now who signed in, so this session may only look. Nothing was done; free some space on the disk.',
  /** Somebody else signed in between. */
  IDENTITY_OTHER_PERSON: 'Somebody else is signed in by now. Nothing was done.',
  /** No hash can be computed: no try that counts, and nobody gets in. `system`: what the system says of it. */
  IDENTITY_CHECK_FAILED:
    'Passwords, PINs and badges cannot be checked on this computer. Nobody was signed in, and nothing was changed.',
});
export const identityErrorCodes = errors.codes;
export type IdentityErrorCode = (typeof identityErrorCodes)[number];
export type IdentityError = CodedError<IdentityErrorCode>;
export const identityError = errors.make;

import type { User } from './user.ts';

type Facts = Pick<User, 'disabled' | 'lockedSeconds' | 'passwordExpired'>;

/** What keeps a person from signing in, the strongest reason first. */
export function personState({ disabled, lockedSeconds, passwordExpired }: Facts) {
  if (disabled) return { kind: 'disabled', tone: 'fail' } as const;
  if (lockedSeconds > 0) return { kind: 'locked', tone: 'warn' } as const;
  if (passwordExpired) return { kind: 'oneTime', tone: 'info' } as const;
  return { kind: 'active', tone: 'pass' } as const;
}

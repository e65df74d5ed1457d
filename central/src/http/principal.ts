import type { Scope } from '@fiducial/protocol/api';

/** Who asks. */
export interface Principal {
  readonly kind: 'user' | 'device';
  /** Stable over tokens. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The one station whose records a device reads and writes; null for people, who see all. */
  readonly station: string | null;
}

export const may = (principal: Principal, scope: Scope): boolean =>
  principal.scopes.includes(scope) || principal.scopes.includes('admin');

/** How a principal is named in records. */
export const nameOf = ({ kind, name }: Principal): string => `${kind}:${name}`;

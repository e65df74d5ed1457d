/** A secret as it lies in a file: sealed for this user of this computer, where it has a key store. */
import { fromBase64, toBase64 } from '@fiducial/protocol/audit';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { Sealer } from '../keys/sealer.ts';

/** `none`: whoever reads the file has the secret. */
export const sealedText = z.strictObject({ sealing: z.enum(['os', 'none']), secret: z.string() });
export type SealedText = z.infer<typeof sealedText>;

/** `elsewhere`: sealed by a key store, and this program has none. `damaged`: or sealed by another user's. */
export type Unreadable = 'elsewhere' | 'damaged';

/** Throws where the key store refuses. */
export const sealText = (sealer: Sealer, text: string): SealedText => ({
  sealing: sealer.kind,
  secret: toBase64(sealer.seal(new TextEncoder().encode(text))),
});

export function unsealText(sealer: Sealer, { sealing, secret }: SealedText): Result<string, Unreadable> {
  const bytes = fromBase64(secret);
  if (bytes === null) return fail('damaged');
  if (sealing === 'os' && sealer.kind === 'none') return fail('elsewhere');
  try {
    return ok(new TextDecoder().decode(sealing === 'os' ? sealer.unseal(bytes) : bytes));
  } catch {
    return fail('damaged');
  }
}

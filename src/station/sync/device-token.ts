/** The station's token for the central service: a file beside the log's keys, sealed where the computer has a key store. */
import { join } from 'node:path';
import { fromBase64, toBase64 } from '@fiducial/protocol/audit';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import { makeDurableFolder } from '../durable-folder.ts';
import { destroyFile, readIfThere, writeDurably } from '../keys/durable-file.ts';
import type { Sealer } from '../keys/sealer.ts';

const tokenFile = z.strictObject({ v: z.literal(1), sealing: z.enum(['os', 'none']), secret: z.string() });

/** `unsealed`: whoever reads the file has it, since this computer has no key store. `unreadable`: damaged, or sealed elsewhere. */
export type TokenState = 'sealed' | 'unsealed' | 'missing' | 'unreadable';

export interface DeviceToken {
  /** Errors: SYNC_TOKEN_MISSING, SYNC_TOKEN_SEALED_ELSEWHERE, SYNC_TOKEN_DAMAGED. */
  read(): Result<string, SyncError>;
  /** Errors: SYNC_TOKEN_NOT_STORED. */
  store(token: string): Result<void, SyncError>;
  state(): TokenState;
  /** Destroys the file; nothing where there is none. Errors: SYNC_TOKEN_NOT_STORED. */
  forget(): Result<void, SyncError>;
}

/** What a token can be: visible characters, as a header takes them. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]{8,512}$/.test(text);

export function deviceToken(dataDir: string, sealer: Sealer): DeviceToken {
  const folder = join(dataDir, 'keys');
  const path = join(folder, 'central-token');
  const stored: DeviceToken = {
    read() {
      let content: z.infer<typeof tokenFile>;
      try {
        const text = readIfThere(path);
        if (text === null) return fail(syncError('SYNC_TOKEN_MISSING'));
        content = tokenFile.parse(JSON.parse(text));
      } catch {
        return fail(syncError('SYNC_TOKEN_DAMAGED'));
      }
      const bytes = fromBase64(content.secret);
      if (bytes === null) return fail(syncError('SYNC_TOKEN_DAMAGED'));
      if (content.sealing === 'os' && sealer.kind === 'none') return fail(syncError('SYNC_TOKEN_SEALED_ELSEWHERE'));
      try {
        const token = new TextDecoder().decode(content.sealing === 'os' ? sealer.unseal(bytes) : bytes);
        return isToken(token) ? ok(token) : fail(syncError('SYNC_TOKEN_DAMAGED'));
      } catch {
        return fail(syncError('SYNC_TOKEN_DAMAGED'));
      }
    },
    state() {
      const read = stored.read();
      if (read.ok) return sealer.kind === 'os' ? 'sealed' : 'unsealed';
      return read.error.code === 'SYNC_TOKEN_MISSING' ? 'missing' : 'unreadable';
    },
    store(token) {
      try {
        makeDurableFolder(folder);
        const secret = toBase64(sealer.seal(new TextEncoder().encode(token)));
        writeDurably(path, `${JSON.stringify({ v: 1, sealing: sealer.kind, secret })}\n`);
        return ok(undefined);
      } catch (cause) {
        return fail(syncError('SYNC_TOKEN_NOT_STORED', { cause: cause instanceof Error ? cause.name : 'unknown' }));
      }
    },
    forget() {
      try {
        if (readIfThere(path) !== null) destroyFile(path);
        return ok(undefined);
      } catch (cause) {
        return fail(syncError('SYNC_TOKEN_NOT_STORED', { cause: cause instanceof Error ? cause.name : 'unknown' }));
      }
    },
  };
  return stored;
}

/**
 * With what this station proves itself to the central service and to its bucket. The settings name the file that holds:
 * so address, token and bucket change in the one commit that changes the settings.
 */
import { z } from 'zod';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import {
  type BucketAccess,
  bucketAccess,
  type KnownBucket,
  knownBucket,
  knownOf,
} from '../../core/sync/bucket-access.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import type { Sealer } from '../keys/sealer.ts';
import { getSetting, storeSetting } from '../settings/settings.ts';
import { credentialFiles, firstFile, isCredentialFile, type StoredCredentials } from './credential-files.ts';
import { type SealedText, sealText, type Unreadable, unsealText } from './sealed-text.ts';

/** `unsealed`: whoever reads the file has it, since this computer has no key store. `unreadable`: damaged, or sealed elsewhere. */
export type TokenState = 'sealed' | 'unsealed' | 'missing' | 'unreadable';

/** What a token can be: visible characters, as a header takes them. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]{8,512}$/.test(text);

interface WantedCredentials {
  /** The service that they are for; null: all are forgotten. */
  readonly url: string | null;
  /** Null: the one that there is. */
  readonly token: string | null;
  /** Null: none any more; undefined: the one that there is. */
  readonly bucket: BucketAccess | null | undefined;
  /** Whether what there is was for the same service. */
  readonly keeps: boolean;
}

export interface ConnectionCredentials {
  /** For that service alone. Errors: SYNC_TOKEN_MISSING, SYNC_TOKEN_SEALED_ELSEWHERE, SYNC_TOKEN_DAMAGED, DB_*. */
  token(url: string): Result<string, SyncError | DbError>;
  /** Of the token for that service; null: there is none to have one for. */
  tokenState(url: string | null): TokenState;
  /** Null where this station has none for that service's bucket. Errors: SYNC_BUCKET_SEALED_ELSEWHERE, SYNC_BUCKET_DAMAGED, DB_*. */
  bucket(url: string): Result<BucketAccess | null, SyncError | DbError>;
  /** What may be shown of it. Errors: DB_*. */
  knownBucket(): Result<KnownBucket | null, DbError>;
  /**
   * Inside the write that changes the address: they hold when it is committed, and those before them until then.
   * Errors: SYNC_TOKEN_*, AUDIT_ENTRY_TOO_LARGE.
   */
  replace(context: StationContext, wanted: WantedCredentials): Result<void, AppError>;
  /** Destroys what holds no more, or never did. Errors: SYNC_CREDENTIALS_LEFT, DB_*. */
  sweep(): Result<void, SyncError | DbError>;
}

const setting = 'site.centralCredentials';
const named = z.strictObject({ file: z.string().refine(isCredentialFile).nullable(), bucket: knownBucket.nullable() });
type Named = z.infer<typeof named>;

/** What is sealed says which service it is for: a database that was changed or restored shows it to no other. */
const boundToken = z.strictObject({ for: z.string(), token: z.string() });
const boundBucket = z.strictObject({ for: z.string(), access: bucketAccess });

const originOf = (url: string): string => new URL(url).origin;

export function connectionCredentials(db: Database, dataDir: string, sealer: Sealer): ConnectionCredentials {
  const files = credentialFiles(dataDir);

  /** Null where the settings say nothing of credentials: an earlier release, or a database that is new. */
  function inSettings(): Result<Named | null, DbError> {
    const stored = getSetting(db, setting);
    if (!stored.ok) return stored;
    return ok(named.safeParse(stored.value).data ?? null);
  }

  function content(): Result<StoredCredentials | null, SyncError | DbError> {
    const said = inSettings();
    if (!said.ok) return said;
    const file = said.value === null ? firstFile : said.value.file;
    if (file === null) return ok(null);
    const read = files.read(file);
    return read.ok ? read : fail(syncError('SYNC_TOKEN_DAMAGED'));
  }

  function token(url: string): Result<string, SyncError | DbError> {
    const stored = content();
    if (!stored.ok) return stored;
    if (stored.value === null || stored.value.token === null) return fail(syncError('SYNC_TOKEN_MISSING'));
    const text = unsealText(sealer, stored.value.token);
    if (!text.ok) return fail(syncError(tokenCode(text.error)));
    if (!stored.value.bound) return isToken(text.value) ? ok(text.value) : fail(syncError('SYNC_TOKEN_DAMAGED'));
    const bound = parsed(boundToken, text.value);
    if (bound === null || !isToken(bound.token)) return fail(syncError('SYNC_TOKEN_DAMAGED'));
    return bound.for === originOf(url) ? ok(bound.token) : fail(syncError('SYNC_TOKEN_MISSING'));
  }

  function sealedToken({
    url,
    token: given,
    keeps,
  }: WantedCredentials & { readonly url: string }): Result<SealedText | null, SyncError | DbError> {
    const bind = (text: string) => sealText(sealer, JSON.stringify({ for: originOf(url), token: text }));
    if (given !== null) return ok(bind(given));
    if (!keeps) return ok(null);
    const before = content();
    if (!before.ok) return before;
    if (before.value === null || before.value.token === null || before.value.bound)
      return ok(before.value?.token ?? null);
    const text = unsealText(sealer, before.value.token);
    return text.ok ? ok(bind(text.value)) : fail(syncError(tokenCode(text.error)));
  }

  /** As it is, sealed by whomever: nobody has to be able to open it to keep it. */
  function bucketBefore(said: Named | null): { readonly sealed: SealedText; readonly known: KnownBucket } | null {
    const before = content();
    const sealed = before.ok ? before.value?.bucket : null;
    return sealed && said?.bucket ? { sealed, known: said.bucket } : null;
  }

  function replace(context: StationContext, wanted: WantedCredentials): Result<void, AppError> {
    const said = inSettings();
    if (!said.ok) return said;
    const { url, bucket } = wanted;
    if (url === null) {
      const hasNone = said.value === null && files.names().length === 0;
      return hasNone ? ok(undefined) : store(context, { file: null, bucket: null });
    }
    if (wanted.keeps && wanted.token === null && bucket === undefined) return ok(undefined);
    const kept = bucket === undefined && wanted.keeps ? bucketBefore(said.value) : null;
    const file = written(() => {
      const token = sealedToken({ ...wanted, url });
      if (!token.ok) return token;
      const given = bucket ? sealedBucket(url, bucket) : null;
      return ok(files.add({ token: token.value, bucket: given ?? kept?.sealed ?? null }));
    });
    if (!file.ok) return file;
    return store(context, { file: file.value, bucket: bucket ? knownOf(bucket) : (kept?.known ?? null) });
  }

  function sealedBucket(url: string, bucket: BucketAccess): SealedText {
    const access = { ...knownOf(bucket), secretAccessKey: bucket.secretAccessKey };
    return sealText(sealer, JSON.stringify({ for: originOf(url), access }));
  }

  function store(context: StationContext, value: Named): Result<void, AppError> {
    const stored = storeSetting(context, setting, value);
    return stored.ok ? ok(undefined) : stored;
  }

  /** Nothing where the file that should hold is not there: a restored database may name an older one. */
  function strays(): readonly string[] {
    const said = inSettings();
    if (!said.ok || said.value === null) return [];
    const { file } = said.value;
    const all = files.names();
    return file === null || all.includes(file) ? all.filter((name) => name !== file) : [];
  }

  return {
    token,
    tokenState(url) {
      if (url === null) return 'missing';
      const read = token(url);
      if (!read.ok) return read.error.code === 'SYNC_TOKEN_MISSING' ? 'missing' : 'unreadable';
      const stored = content();
      return stored.ok && stored.value?.token?.sealing === 'os' ? 'sealed' : 'unsealed';
    },
    bucket(url) {
      const stored = content();
      if (!stored.ok) return stored;
      const sealed = stored.value?.bucket ?? null;
      if (sealed === null) return ok(null);
      const text = unsealText(sealer, sealed);
      if (!text.ok)
        return fail(syncError(text.error === 'elsewhere' ? 'SYNC_BUCKET_SEALED_ELSEWHERE' : 'SYNC_BUCKET_DAMAGED'));
      const bound = parsed(boundBucket, text.value);
      if (bound === null) return fail(syncError('SYNC_BUCKET_DAMAGED'));
      return ok(bound.for === originOf(url) ? bound.access : null);
    },
    knownBucket() {
      const said = inSettings();
      return said.ok ? ok(said.value?.bucket ?? null) : said;
    },
    replace,
    sweep() {
      if (strays().length === 0) return ok(undefined);
      // Under the lock: another program that has written a file and not yet committed keeps it.
      return db.write<void, SyncError>(() => {
        try {
          for (const name of strays()) files.destroy(name);
          return ok(undefined);
        } catch (cause) {
          return fail(syncError('SYNC_CREDENTIALS_LEFT', { cause: cause instanceof Error ? cause.name : 'unknown' }));
        }
      });
    },
  };
}

/** What the disk or the key store refuses, as a value. */
function written<T, E>(write: () => Result<T, E>): Result<T, E | SyncError> {
  try {
    return write();
  } catch (cause) {
    return fail(syncError('SYNC_TOKEN_NOT_STORED', { cause: cause instanceof Error ? cause.name : 'unknown' }));
  }
}

const tokenCode = (why: Unreadable) => (why === 'elsewhere' ? 'SYNC_TOKEN_SEALED_ELSEWHERE' : 'SYNC_TOKEN_DAMAGED');

function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Wires sending for a station: its settings, its token, its originals and the network. */
import { createReadStream } from 'node:fs';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { BucketAccess } from '../../core/sync/bucket-access.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { ModelReceiver } from '../models/receive-model.ts';
import type { SiteSettings } from '../settings/site-settings.ts';
import { readBucketFile } from './bucket-file.ts';
import type { ConnectionCredentials } from './connection-credentials.ts';
import { httpTransport, systemTiming } from './http-transport.ts';
import type { PartTarget } from './part-target.ts';
import { peopleReceiver } from './people-receiver.ts';
import { createSynchroniser, type Synchroniser } from './synchroniser.ts';
import type { SyncParts, SyncTarget } from './synchroniser-parts.ts';

export interface SyncSources extends Pick<SyncParts, 'context' | 'receiveRecipe' | 'onChange' | 'onProblem'> {
  /** Whether people are asked for. */
  readonly receivesPeople: boolean;
  /** Null: no models are asked for. */
  readonly models: ModelReceiver | null;
  readonly images: Pick<ImageStore, 'absolute'>;
  readonly settings: () => Pick<SiteSettings, 'centralSync' | 'centralSignIn'> | null;
  readonly credentials: Pick<ConnectionCredentials, 'token' | 'bucket'>;
}

export function openSync({
  context,
  images,
  settings,
  credentials,
  receiveRecipe,
  receivesPeople,
  models,
  onChange,
  onProblem,
}: SyncSources): Synchroniser {
  const timing = systemTiming(context.clock);
  /** Large images go by the service's addresses where the credentials for the bucket cannot be read. */
  function bucketOf(url: string): BucketAccess | null {
    const file = readBucketFile(process.env);
    const access = file.ok && file.value === null ? credentials.bucket(url) : file;
    if (!access.ok) onProblem(access.error);
    return access.ok ? access.value : null;
  }
  return createSynchroniser({
    context,
    target(): Result<SyncTarget | null, AppError> {
      const configured = settings()?.centralSync ?? null;
      if (configured === null) return ok(null);
      const token = credentials.token(configured.url);
      return token.ok ? ok({ ...configured, token: token.value, bucket: bucketOf(configured.url) }) : token;
    },
    openOriginal: (storedPath, range) =>
      createReadStream(images.absolute(storedPath), range && { start: range.from, end: range.from + range.bytes - 1 }),
    openBucket: (access, stop) => openBucket(access, stop, timing.wallMs),
    receiveRecipe,
    ...(receivesPeople && { people: peopleReceiver(context, settings) }),
    ...(models !== null && { models }),
    transport: httpTransport,
    timing,
    onChange,
    onProblem,
  });
}

/** The S3 client is loaded where there are credentials for it, and when its first part is about to go. */
function openBucket(access: BucketAccess, stop: AbortSignal, wallMs: () => number): PartTarget {
  let loading: Promise<PartTarget> | null = null;
  const loaded = (): Promise<PartTarget> => {
    loading ??= import('./bucket-parts.ts').then(({ partsByBucket }) => partsByBucket(access, { stop, wallMs }));
    return loading;
  };
  return {
    received: async (original) => (await loaded()).received(original),
    address: async (original, part) => (await loaded()).address(original, part),
  };
}

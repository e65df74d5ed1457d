/** Wires sending for a station: its settings, its token, its originals and the network. */
import { createReadStream } from 'node:fs';
import { ok, type Result } from '../../core/kernel/result.ts';
import type { SyncError } from '../../core/sync/errors.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { ModelReceiver } from '../models/receive-model.ts';
import type { SiteSettings } from '../settings/site-settings.ts';
import { readBucketAccess } from './bucket-access.ts';
import { httpTransport, systemTiming } from './http-transport.ts';
import type { PartTarget } from './part-target.ts';
import { peopleReceiver } from './people-receiver.ts';
import { createSynchroniser, type Synchroniser, type SyncParts, type SyncTarget } from './synchroniser.ts';

export interface SyncSources extends Pick<SyncParts, 'context' | 'receiveRecipe' | 'onChange' | 'onProblem'> {
  /** Whether people are asked for. */
  readonly receivesPeople: boolean;
  /** Null: no models are asked for. */
  readonly models: ModelReceiver | null;
  readonly images: Pick<ImageStore, 'absolute'>;
  readonly settings: () => Pick<SiteSettings, 'centralSync' | 'centralSignIn'> | null;
  readonly token: () => Result<string, SyncError>;
}

export function openSync({
  context,
  images,
  settings,
  token,
  receiveRecipe,
  receivesPeople,
  models,
  onChange,
  onProblem,
}: SyncSources): Synchroniser {
  return createSynchroniser({
    context,
    target(): Result<SyncTarget | null, SyncError> {
      const configured = settings()?.centralSync ?? null;
      if (configured === null) return ok(null);
      const read = token();
      return read.ok ? ok({ ...configured, token: read.value }) : read;
    },
    openOriginal: (storedPath, range) =>
      createReadStream(images.absolute(storedPath), range && { start: range.from, end: range.from + range.bytes - 1 }),
    ...bucketParts(onProblem),
    receiveRecipe,
    ...(receivesPeople && { people: peopleReceiver(context, settings) }),
    ...(models !== null && { models }),
    transport: httpTransport,
    timing: systemTiming(context.clock),
    onChange,
    onProblem,
  });
}

/** The S3 client is loaded where there are credentials for it, and when its first part is about to go. */
function bucketParts(onProblem: SyncSources['onProblem']): Pick<SyncParts, 'bucketParts'> {
  const access = readBucketAccess(process.env);
  if (!access.ok) onProblem(access.error);
  if (!access.ok || access.value === null) return {};
  const known = access.value;
  let loading: Promise<PartTarget> | null = null;
  const loaded = (): Promise<PartTarget> => {
    loading ??= import('./bucket-parts.ts').then(({ partsByBucket }) => partsByBucket(known));
    return loading;
  };
  return {
    bucketParts: {
      received: async (original) => (await loaded()).received(original),
      address: async (original, part) => (await loaded()).address(original, part),
    },
  };
}

/** What sending is made of: the host hands in its settings, its originals, the network and time. */
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { BucketAccess } from '../../core/sync/bucket-access.ts';
import type { StationContext } from '../context.ts';
import type { ModelReceiver } from '../models/receive-model.ts';
import type { PartTarget } from './part-target.ts';
import type { OpenOriginal } from './picture-upload.ts';
import type { ReceiveRecipe } from './recipe-lane.ts';
import type { Timing, Transport } from './transport.ts';
import type { PeopleReceiver } from './user-lane.ts';

/** Where to send to, with the right to. */
export interface SyncTarget {
  readonly url: string;
  readonly token: string;
  /** Bytes per second that may go out; null: no cap. */
  readonly bytesPerSecond: number | null;
  /** Credentials for the bucket of the service; absent or null: it gives the addresses for parts. */
  readonly bucket?: BucketAccess | null;
}

export interface SyncParts {
  readonly context: StationContext;
  /** Asked at each start. Null where the site has none. */
  readonly target: () => Result<SyncTarget | null, AppError>;
  readonly openOriginal: OpenOriginal;
  /** Makes the way for parts of large originals straight to the bucket, where the target has credentials for it. */
  readonly openBucket?: (access: BucketAccess, stop: AbortSignal) => PartTarget;
  /** What the service publishes is handed to this; null: nothing is fetched. */
  readonly receiveRecipe: ReceiveRecipe | null;
  readonly people?: PeopleReceiver | undefined;
  readonly models?: ModelReceiver | undefined;
  readonly transport: Transport;
  readonly timing: Timing;
  /** Something that `state` tells has changed; called often. */
  readonly onChange: () => void;
  /** Something that a person must know of: a full disk, a log that differs. */
  readonly onProblem: (error: AppError) => void;
}

/** `fiducial sync bucket`: credentials of this station for the bucket of the central service. */
import type { Command } from 'commander';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import { checkBucketAccess, type KnownBucket } from '../core/sync/bucket-access.ts';
import { syncError } from '../core/sync/errors.ts';
import type { Station } from '../station/compose.ts';
import { noSealer } from '../station/keys/sealer.ts';
import { isBucketFileNamed } from '../station/sync/bucket-file.ts';
import { connectionCredentials } from '../station/sync/connection-credentials.ts';
import { httpTransport, systemTiming } from '../station/sync/http-transport.ts';
import { tryBucket } from '../station/sync/try-bucket.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { readSecret } from './credentials.ts';
import { exitStatus } from './exit-status.ts';
import { onStation, settingsOf } from './on-station.ts';
import { changeStationConnection } from './station-connection.ts';
import type { Terminal } from './terminal.ts';

interface SetOptions extends CommonOptions {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string;
  readonly keyId: string;
}

/** Where results go. Errors: SYNC_NOT_CONFIGURED, IDENTITY_*. */
function targetOf(station: Station) {
  const allowed = station.context.may('setting.change');
  if (!allowed.ok) return allowed;
  const target = settingsOf(station)?.centralSync ?? null;
  return target === null ? fail(syncError('SYNC_NOT_CONFIGURED')) : ok(target);
}

const setAction: Action<SetOptions> = (terminal, options) =>
  onStation(terminal, options, async (station) => {
    const target = targetOf(station);
    if (!target.ok) return target;
    const question = `Secret of the key ${options.keyId}: `;
    const secret = await readSecret(terminal, 'FIDUCIAL_BUCKET_SECRET_FILE', question);
    if (!secret.ok) return secret;
    const access = checkBucketAccess({
      endpoint: options.endpoint ?? null,
      region: options.region,
      bucket: options.bucket,
      accessKeyId: options.keyId,
      secretAccessKey: secret.value,
    });
    if (!access.ok) return access;
    const timing = systemTiming(station.context.clock);
    const tried = await tryBucket(access.value, { transport: httpTransport, timing });
    if (!tried.ok) return tried;
    const set = changeStationConnection(station, { target: target.value, token: null, bucket: access.value });
    if (!set.ok) return set;
    return showBucket(terminal, options, station);
  });

const showAction: Action<CommonOptions> = (terminal, options) =>
  onStation(terminal, options, async (station) => showBucket(terminal, options, station));

const clearAction: Action<CommonOptions> = (terminal, options) =>
  onStation(terminal, options, async (station) => {
    const target = targetOf(station);
    if (!target.ok) return target;
    const cleared = changeStationConnection(station, { target: target.value, token: null, bucket: null });
    if (!cleared.ok) return cleared;
    return showBucket(terminal, options, station);
  });

/** What is kept now, without its secret. */
function showBucket(
  terminal: Terminal,
  options: CommonOptions,
  { context, dataDir }: Station,
): Result<typeof exitStatus.ok, AppError> {
  const stored = connectionCredentials(context.db, dataDir, noSealer).knownBucket();
  if (!stored.ok) return stored;
  const byFile = isBucketFileNamed(process.env);
  if (options.json) terminal.line(JSON.stringify({ bucket: stored.value && jsonOf(stored.value), by_file: byFile }));
  else {
    terminal.line(
      stored.value === null ? 'Large images go by addresses of the central service.' : lineOf(stored.value),
    );
    if (byFile) terminal.line('FIDUCIAL_BUCKET_FILE names credentials, which go before these.');
  }
  return ok(exitStatus.ok);
}

const jsonOf = ({ endpoint, region, bucket, accessKeyId }: KnownBucket) => ({
  endpoint,
  region,
  bucket,
  key_id: accessKeyId,
});

const lineOf = ({ endpoint, region, bucket, accessKeyId }: KnownBucket): string =>
  `Large images go straight to the bucket ${bucket} (${endpoint ?? 'Amazon S3'}, ${region}) with the key ${accessKeyId}.`;

export const syncBucketSet = {
  command: (): Command =>
    newCommand('set', 'try credentials and keep them; the secret comes from FIDUCIAL_BUCKET_SECRET_FILE or stdin')
      .requiredOption('--bucket <name>', 'the bucket of the central service')
      .requiredOption('--key-id <id>', 'which key; its secret is asked for')
      .option('--region <region>', 'where it is', 'us-east-1')
      .option('--endpoint <url>', 'of its server; Amazon S3 without it'),
  action: setAction,
};
export const syncBucketShow = {
  command: (): Command => newCommand('show', 'which bucket and which key, never the secret'),
  action: showAction,
};
export const syncBucketClear = {
  command: (): Command => newCommand('clear', 'forget them; large images go by addresses of the central service'),
  action: clearAction,
};

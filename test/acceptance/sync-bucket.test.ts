/**
 * Credentials for the bucket of the central service, as an administrator enters them: tried at a real S3 server, kept
 * where it takes them, told to nobody.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasS3Server, type S3Server, startS3Server } from '../../central/src/testing/s3-server.ts';
import { commandLine } from '../../src/cli/program.ts';
import { systemClock } from '../../src/station/clock.ts';
import { openDatabase } from '../../src/station/db/open.ts';
import { httpTransport, systemTiming } from '../../src/station/sync/http-transport.ts';
import { tryBucket } from '../../src/station/sync/try-bucket.ts';
import { must } from '../../src/station/testing/station-fixture.ts';

/** Continuous integration installs the server: there its absence is a failure. */
const isNeeded = process.env.FIDUCIAL_REQUIRE_S3 === '1';

describe.runIf(isNeeded || (await hasS3Server()))('credentials for a bucket', () => {
  let server: S3Server;
  let client: S3Client;
  let folder: string;
  const timing = systemTiming(systemClock());
  const whole = () => ({
    endpoint: server.endpoint,
    region: 'us-east-1',
    bucket: server.bucket,
    ...server.credentials,
  });
  const tried = (other: object = {}, wallMs = timing.wallMs) =>
    tryBucket({ ...whole(), ...other }, { transport: httpTransport, timing: { ...timing, wallMs } });
  /** What lies in the bucket, and what was begun in it. */
  async function left(): Promise<number> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: server.bucket }));
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: server.bucket }));
    return Contents.length + Uploads.length;
  }

  beforeAll(async () => {
    server = await startS3Server();
    const { endpoint, credentials } = server;
    client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
    folder = await mkdtemp(join(tmpdir(), 'fiducial-bucket-'));
    await chmod(folder, 0o711);
  });
  afterAll(async () => {
    client?.destroy();
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('are tried with a part that is put there and taken away', async () => {
    expect(await tried()).toEqual({ ok: true, value: undefined });
    expect(await left()).toBe(0);
  });

  it.each([
    ['a key that nobody knows', { accessKeyId: 'nobody' }, 'SYNC_BUCKET_KEY_REFUSED'],
    ['the secret of another key', { secretAccessKey: 'anothersecret' }, 'SYNC_BUCKET_KEY_REFUSED'],
    ['a bucket that is not there', { bucket: 'no-such-bucket' }, 'SYNC_BUCKET_MISSING'],
    ['a server that does not answer', { endpoint: 'http://127.0.0.1:1' }, 'SYNC_BUCKET_UNREACHABLE'],
  ])('are refused with %s, in words', async (_what, other, code) => {
    expect(await tried(other)).toMatchObject({ ok: false, error: { code } });
    expect(await left()).toBe(0);
  });

  it('are refused where the clock of the station is more than 15 minutes off', async () => {
    const off = (minutes: number) => () => Date.now() + minutes * 60_000;
    expect(await tried({}, off(20))).toMatchObject({ error: { code: 'SYNC_BUCKET_CLOCK' } });
    expect(await tried({}, off(-20))).toMatchObject({ error: { code: 'SYNC_BUCKET_CLOCK' } });
    // Negative control: a clock that is a little off does no harm.
    expect(await tried({}, off(5))).toMatchObject({ ok: true });
  });

  it('are refused where something else answers there', async () => {
    const page = createServer((_, response) => void response.writeHead(200).end('<h1>Welcome to the printer</h1>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    try {
      const endpoint = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
      expect(await tried({ endpoint })).toMatchObject({ ok: false, error: { code: 'SYNC_BUCKET_FAULTY' } });
    } finally {
      page.closeAllConnections();
      page.close();
    }
  });

  it('are refused without the rights, which are named, and taken with those and no other', async () => {
    const station = await server.addUser('station');
    const Bucket = 'rights';
    await client.send(new CreateBucketCommand({ Bucket }));
    const allow = (...actions: string[]) => ({
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam:::user/station'] },
      Action: actions.map((action) => `s3:${action}`),
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/uploads/*`],
    });
    const may = (...actions: string[]) => {
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow(...actions)] });
      return client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    };
    const byStation = () => tried({ ...station, bucket: Bucket });
    const lacking = (right: string) => ({ error: { code: 'SYNC_BUCKET_NO_RIGHT', details: { right } } });
    expect(await byStation()).toMatchObject(lacking('s3:ListBucketMultipartUploads'));
    await may('ListBucketMultipartUploads');
    expect(await byStation()).toMatchObject(lacking('s3:PutObject'));
    await may('ListBucketMultipartUploads', 'PutObject', 'ListMultipartUploadParts');
    expect(await byStation()).toMatchObject({ ok: true });
  });

  it('are entered by a command, which keeps the secret and never tells it', async () => {
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    must(openDatabase({ file: join(dataDir, 'station.db') })).close();
    const { secretAccessKey, accessKeyId } = server.credentials;
    const told: string[] = [];
    /** @param secret What a person types when it is asked for. */
    async function command(args: readonly string[], secret: string | null = null) {
      const lines: string[] = [];
      const terminal = {
        line: (text: string) => void lines.push(text),
        note: (text: string) => void told.push(text),
        secret: async (question: string) => {
          told.push(question);
          return secret;
        },
        stderr: process.stderr,
        stderrIsTty: false,
        color: false,
        stop: new AbortController().signal,
      };
      const status = await commandLine([...args, '--data-dir', dataDir, '--json'], terminal);
      told.push(...lines);
      return { status, line: JSON.parse(lines[0] ?? '{}') };
    }
    const place = ['--bucket', server.bucket, '--key-id', accessKeyId, '--endpoint', server.endpoint];
    const set = (secret: string) => command(['sync', 'bucket', 'set', ...place], secret);
    const show = () => command(['sync', 'bucket', 'show']);
    expect(await set(secretAccessKey)).toMatchObject({ line: { error: { code: 'SYNC_NOT_CONFIGURED' } } });
    await command(['sync', 'set', '--url', 'https://central.example'], 'token-of-this-station');
    expect(await set('not-the-secret')).toMatchObject({
      status: 3,
      line: { error: { code: 'SYNC_BUCKET_KEY_REFUSED' } },
    });
    expect(await show()).toMatchObject({ status: 0, line: { bucket: null } });
    const kept = { endpoint: server.endpoint, region: 'us-east-1', bucket: server.bucket, key_id: accessKeyId };
    expect(await set(secretAccessKey)).toMatchObject({ status: 0, line: { bucket: kept, by_file: false } });
    expect(await show()).toMatchObject({ status: 0, line: { bucket: kept } });
    // The one file beside the log's keys has it, for its owner alone (the command line has no key store); nothing else does.
    const holding = () =>
      readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(dataDir, name)).isFile())
        .filter((name) => hasSecret(readFileSync(join(dataDir, name)), secretAccessKey));
    expect(holding()).toEqual([expect.stringMatching(/^keys.central-/)]);
    if (process.platform !== 'win32') expect(statSync(join(dataDir, holding()[0]!)).mode & 0o777).toBe(0o600);
    expect(await command(['sync', 'bucket', 'clear'])).toMatchObject({ status: 0, line: { bucket: null } });
    expect(holding()).toEqual([]);
    expect(await command(['audit', 'verify'])).toMatchObject({ status: 0 });
    await command(['audit', 'export', join(folder, 'log')]);
    await command(['backup', join(folder, 'backup.db')]);
    for (const name of ['log', 'backup.db']) expect(written(join(folder, name), secretAccessKey)).toBe(false);
    expect(told.join('\n')).not.toContain(secretAccessKey);
    // Negative control: what may be shown is told, kept in the log and found by the same look.
    expect(told.join('\n')).toContain(accessKeyId);
    expect(written(join(folder, 'backup.db'), accessKeyId)).toBe(true);
  });
});

/** Whether a file, or one in a folder, has the text in it. */
function written(path: string, text: string): boolean {
  if (!statSync(path).isDirectory()) return hasSecret(readFileSync(path), text);
  return readdirSync(path).some((name) => written(join(path, name), text));
}

/** As it is, or in the JSON that is stored as base64. */
function hasSecret(content: Buffer, secret: string): boolean {
  if (content.includes(secret)) return true;
  return [...content.toString('latin1').matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)].some(([text]) =>
    Buffer.from(text, 'base64').includes(secret),
  );
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../adapters/free-port.ts';

const exec = promisify(execFile);

/** A real S3 server for tests: Debian's Ceph object gateway (radosgw) on a cluster of one, all of it in memory. */
export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  readonly credentials: Keys;
  /** Makes a user who may do nothing with the bucket until its policy says so. */
  addUser(name: string): Promise<Keys>;
  stop(): Promise<void>;
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Whether the packages `radosgw ceph-mon ceph-osd` are installed. */
export const hasS3Server = (): Promise<boolean> =>
  exec('sh', ['-c', 'command -v radosgw && command -v ceph-mon && command -v ceph-osd']).then(
    () => true,
    () => false,
  );

const credentials = { accessKeyId: 'testaccesskey', secretAccessKey: 'testsecretkey0123456789' };

/** Its parts take ports by number only: where one was taken since it was chosen, all of it is started on others. */
export async function startS3Server(tries = 3): Promise<S3Server> {
  try {
    return await startOn([await freePort(), await freePort(), await freePort()]);
  } catch (error) {
    if (tries === 1) throw error;
    return startS3Server(tries - 1);
  }
}

async function startOn([monitor, osd, port]: readonly [number, number, number]): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 's3-'));
  for (const part of ['mon', 'osd', 'rgw', 'run', 'log']) await mkdir(join(folder, part));
  const conf = join(folder, 'ceph.conf');
  await writeFile(conf, configuration(folder, { monitor, osd, port }));
  const osdId = randomUUID();
  const children: ChildProcess[] = [];
  const start = (...command: string[]): void => {
    const [program, ...args] = command;
    children.push(spawn(program!, [...args, '-f', '-c', conf], { stdio: 'ignore' }));
  };
  const stop = async (): Promise<void> => {
    for (const child of children.reverse()) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const map = join(folder, 'run', 'monmap');
    await exec('monmaptool', ['--create', '--fsid', randomUUID(), '--addv', 'a', `[v2:127.0.0.1:${monitor}]`, map]);
    await exec('ceph-mon', ['-c', conf, '--mkfs', '-i', 'a', '--monmap', map]);
    start('ceph-mon', '-i', 'a');
    await exec('ceph', ['-c', conf, 'osd', 'new', osdId], { timeout: 60_000 });
    await exec('ceph-osd', ['-c', conf, '-i', '0', '--mkfs', '--osd-uuid', osdId]);
    start('ceph-osd', '-i', '0');
    const makeUser = async (name: string, { accessKeyId, secretAccessKey }: Keys): Promise<void> => {
      const user = ['user', 'create', `--uid=${name}`, `--display-name=${name}`];
      const keys = [`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`];
      await exec('radosgw-admin', ['-c', conf, ...user, ...keys], { timeout: 60_000 });
    };
    await makeUser('test', credentials);
    start('radosgw', '-n', 'client.rgw');
    const endpoint = `http://127.0.0.1:${port}`;
    const bucket = 'fiducial';
    await makeBucket(endpoint, bucket);
    const addUser = async (name: string): Promise<Keys> => {
      const keys = { accessKeyId: `${name}accesskey`, secretAccessKey: `${name}secretkey0123456789` };
      await makeUser(name, keys);
      return keys;
    };
    return { endpoint, bucket, credentials, addUser, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Tried until the gateway answers. */
async function makeBucket(endpoint: string, Bucket: string): Promise<void> {
  const given = { region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 };
  // A copy: the client writes into what it is given.
  const client = new S3Client({ endpoint, ...given, credentials: { ...credentials } });
  for (let tries = 1; ; tries += 1) {
    try {
      await client.send(new CreateBucketCommand({ Bucket }));
      client.destroy();
      return;
    } catch (error) {
      if (tries === 150) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const configuration = (folder: string, ports: { monitor: number; osd: number; port: number }): string => `
[global]
mon host = [v2:127.0.0.1:${ports.monitor}/0]
public addr = 127.0.0.1
ms bind msgr1 = false
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
crash dir = ${folder}/run
log file = ${folder}/log/$name.log
log to stderr = false
osd pool default size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
rgw rados pool pg num min = 1
[mon]
mon data = ${folder}/mon
mon cluster log file = ${folder}/log/cluster.log
mon allow pool size one = true
mon data avail crit = 1
mon memory autotune = false
paxos propose interval = 0.05
paxos min wait = 0.01
mon tick interval = 1
[osd]
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 1073741824
ms bind port min = ${ports.osd}
ms bind port max = ${ports.osd + 20}
[client]
rgw data = ${folder}/rgw
objecter tick interval = 0.5
rgw frontends = beast endpoint=127.0.0.1:${ports.port} tcp_nodelay=1
rgw thread pool size = 32
`;

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { whatIsWrong } from '../testing/station-check.ts';
import { temporaryFolder } from '../testing/station-fixture.ts';

const child = fileURLToPath(new URL('../testing/recording-child.ts', import.meta.url));

/** Runs a shell script that starts the recording child; gives what it acknowledged and the code of the error that ended it. */
function runToItsEnd(script: string, ...args: readonly string[]) {
  const run = spawnSync('sh', ['-c', script, 'sh', process.execPath, child, ...args], { encoding: 'utf8' });
  const acknowledged = [...run.stdout.matchAll(/^ACK \d+ (\S+)\n/gm)].map(([, id]) => String(id));
  return { acknowledged, status: run.status, code: /^Error: ([A-Z]+_[A-Z_]+)$/m.exec(run.stderr)?.[1] ?? run.stderr };
}

/** A small disk of its own needs user namespaces, which not every Linux allows. */
function canMount(): boolean {
  const probe = spawnSync('sh', ['-c', "unshare -rm sh -c 'mount -t tmpfs tmpfs /tmp'"]);
  return probe.status === 0;
}

describe.skipIf(process.platform !== 'linux')('a disk that is really full', () => {
  it.skipIf(!canMount()).each([300, 1100])('of %i KiB: a coded error, and what was acknowledged is whole', (kib) => {
    const folder = temporaryFolder();
    const disk = join(folder, 'disk');
    const copy = join(folder, 'copy');
    mkdirSync(disk);
    // Originals and database on the small disk, sources beside it; what is left is copied out before the disk goes.
    const script = `unshare -rm sh -c 'mount -t tmpfs -o size="$3"k tmpfs "$4" && mkdir "$4/data" && ln -s "$5" "$4/data-sources";
      "$1" "$2" "$4/data" 0 none; status=$?; cp -a "$4/data" "$5"; exit $status' sh "$@"`;
    mkdirSync(copy);
    const { acknowledged, code } = runToItsEnd(script, String(kib), disk, copy);
    expect(['STORE_FULL', 'DB_FULL']).toContain(code);
    expect(whatIsWrong(join(copy, 'data'), acknowledged)).toEqual([]);
  });

  it.each([120, 600])('a largest file size of %i KiB: a coded error, and what was acknowledged is whole', (kib) => {
    const dataDir = join(temporaryFolder(), 'data');
    // sh counts in blocks of 512 bytes.
    const script = `ulimit -f ${kib * 2}; exec "$1" "$2" "$3" 0 none`;
    const { acknowledged, code } = runToItsEnd(script, dataDir);
    expect(['STORE_FULL', 'DB_IO', 'DB_COMMIT_UNKNOWN']).toContain(code);
    expect(whatIsWrong(dataDir, acknowledged)).toEqual([]);
  });
});

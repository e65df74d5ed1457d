/** A change of the connection, killed at each of its steps: the one before holds, or the one after, with all that it has. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../db/open.ts';
import { noSealer } from '../keys/sealer.ts';
import { changeSettings, defaultSettings, readSettings } from '../settings/site-settings.ts';
import type { ConnectingFlaw } from '../testing/connecting-child.ts';
import { contextOf, must, temporaryFolder } from '../testing/station-fixture.ts';
import { services } from '../testing/two-services.ts';
import { changeConnection } from './change-connection.ts';
import { connectionCredentials } from './connection-credentials.ts';

const [before, after] = services;
const child = join(import.meta.dirname, '..', 'testing', 'connecting-child.ts');

/** Null where it came to its end: the number of steps then. */
const killedAt = (dataDir: string, step: number, flaw: ConnectingFlaw): Promise<number | null> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [child, dataDir, String(step), flaw], (error, stdout, stderr) => {
      if (error === null) resolve(Number(stdout));
      else if (error.signal === 'SIGKILL') resolve(null);
      else reject(new Error(stderr));
    });
  });

function connected(): string {
  const dataDir = temporaryFolder();
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  const context = contextOf(db);
  const parts = { context, credentials: connectionCredentials(db, dataDir, noSealer), target: null };
  must(
    changeConnection(
      { ...parts, changeSettings: (values, also) => changeSettings(context, values, also) },
      { target: before.target, token: before.token, bucket: before.bucket },
    ),
  );
  db.close();
  return dataDir;
}

/** What a station that starts again finds, and the files that it leaves. */
function found(dataDir: string) {
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  try {
    const credentials = connectionCredentials(db, dataDir, noSealer);
    must(credentials.sweep());
    const target = must(readSettings(db, defaultSettings({ station: 's', person: 'p' }))).centralSync;
    const token = credentials.token(target?.url ?? '');
    const bucket = credentials.bucket(target?.url ?? '');
    const files = readdirSync(join(dataDir, 'keys')).filter((name) => name.startsWith('central-'));
    return { connection: { target, token: token.ok && token.value, bucket: bucket.ok && bucket.value }, files };
  } finally {
    db.close();
  }
}

const isOneOfBoth = (connection: object): boolean =>
  [before, after].some((service) => JSON.stringify(service) === JSON.stringify(connection));

describe('a change of the connection', { timeout: 240_000 }, () => {
  it('S17: killed at any step leaves the one before or the one after, whole, and nothing of the other', async () => {
    const steps = await killedAt(connected(), Number.POSITIVE_INFINITY, 'none');
    // The new file is written and gets its name; the commit; what held before is overwritten and removed; the lock goes.
    expect(steps).toBeGreaterThanOrEqual(6);
    const outcomes: string[] = [];
    for (let step = 1; step <= steps!; step += 1) {
      const dataDir = connected();
      expect(await killedAt(dataDir, step, 'none')).toBeNull();
      const { connection, files } = found(dataDir);
      expect([before, after], `killed before step ${step}`).toContainEqual(connection);
      expect(files, `killed before step ${step}`).toHaveLength(1);
      outcomes.push(connection.target?.url ?? '');
    }
    // It turns once, at the commit.
    expect(outcomes).toEqual(
      outcomes.toSorted((a, b) => Number(a === after.target.url) - Number(b === after.target.url)),
    );
    expect(new Set(outcomes).size).toBe(2);
  });

  it.each(['two writes', 'what held is destroyed first'] as const)('control: the harness notices %s', async (flaw) => {
    for (let step = 1; ; step += 1) {
      const dataDir = connected();
      const ended = await killedAt(dataDir, step, flaw);
      if (!isOneOfBoth(found(dataDir).connection)) return;
      expect(ended, 'nothing was noticed').toBeNull();
    }
  });
});

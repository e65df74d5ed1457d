/**
 * A process to be killed: changes a station's connection from one service to another, and kills itself (SIGKILL) right
 * before its nth step on the disk. Arguments: data directory, n, what is wrong with it. Says how many steps there were
 * where it comes to the end.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import { services } from './two-services.ts';

/** What a kill can come before or after; opening and syncing leave nothing that a kill would show. */
const changing = ['writeSync', 'renameSync', 'rmSync'] as const;

/** Faults that it can be started with, to see whether the harness notices. */
export type ConnectingFlaw = 'none' | 'two writes' | 'what held is destroyed first';

let stepsLeft = Number.POSITIVE_INFINITY;
let steps = 0;
function step(): void {
  steps += 1;
  stepsLeft -= 1;
  if (stepsLeft === 0) process.kill(process.pid, 'SIGKILL');
}

// Before anything that uses them is loaded.
for (const name of changing) {
  const done = fs[name] as (...args: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      step();
      return done(...args);
    },
  });
}
syncBuiltinESMExports();

const { systemClock } = await import('../clock.ts');
const { openToAll } = await import('../context.ts');
const { noSigner } = await import('../audit/log-signer.ts');
const { openDatabase } = await import('../db/open.ts');
const { noSealer } = await import('../keys/sealer.ts');
const { changeSettings } = await import('../settings/site-settings.ts');
const { changeConnection } = await import('../sync/change-connection.ts');
const { connectionCredentials } = await import('../sync/connection-credentials.ts');

const [dataDir = '', killAt = '', flaw = 'none'] = process.argv.slice(2);
const opened = openDatabase({ file: join(dataDir, 'station.db') });
if (!opened.ok) throw new Error(opened.error.code);
const db: Database = {
  ...opened.value,
  write: (work, confirm) =>
    opened.value.write(() => {
      const done = work();
      // Everything is done, and nothing committed.
      step();
      return done;
    }, confirm),
};
const actor = { id: 'child', name: 'Child', role: 'admin' };
const context = { db, clock: systemClock(), station: 'bench-1', actor, signer: noSigner, ...openToAll };
const credentials = connectionCredentials(db, dataDir, noSealer);
const [before, after] = services;

function change(): void {
  const { target, token, bucket } = after;
  const parts = { context, credentials, target: before.target };
  switch (flaw as ConnectingFlaw) {
    case 'none':
      expectDone(
        changeConnection(
          { ...parts, changeSettings: (values, also) => changeSettings(context, values, also) },
          { target, token, bucket },
        ),
      );
      break;
    case 'two writes':
      expectDone(db.write(() => credentials.replace(context, { url: target.url, token, bucket, keeps: false })));
      expectDone(changeSettings(context, { centralSync: target }));
      break;
    case 'what held is destroyed first':
      expectDone(db.write(() => credentials.replace(context, { url: null, token: null, bucket: null, keeps: false })));
      expectDone(credentials.sweep());
      expectDone(
        changeSettings(context, { centralSync: target }, () =>
          credentials.replace(context, { url: target.url, token, bucket, keeps: false }),
        ),
      );
      break;
  }
  expectDone(credentials.sweep());
}

function expectDone(result: { readonly ok: boolean }): void {
  if (!result.ok) throw new Error(JSON.stringify(result));
}

stepsLeft = Number(killAt);
steps = 0;
change();
process.stdout.write(String(steps));

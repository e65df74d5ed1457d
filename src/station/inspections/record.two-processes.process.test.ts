import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrations } from '../db/migrations/list.ts';
import { openDatabase } from '../db/open.ts';
import { type Acknowledged, recordAndKill } from '../testing/kill-runs.ts';
import { whatIsWrong } from '../testing/station-check.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';

it('two processes that start on nothing and record the same boards store each once, and say the same ids', async () => {
  const dataDir = join(temporaryFolder(), 'data');
  const said: Acknowledged[] = [new Map(), new Map()];
  await Promise.all(said.map((acknowledged) => recordAndKill(dataDir, acknowledged, { lines: 25, thenMs: 0 })));
  const [first, second] = said as [Acknowledged, Acknowledged];
  expect(whatIsWrong(dataDir, [...first.values(), ...second.values()])).toEqual([]);
  const both = [...first].filter(([board]) => second.has(board));
  expect(both.length).toBeGreaterThan(10);
  expect(both.filter(([board, id]) => second.get(board) !== id)).toEqual([]);
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  expect(db.scalar('PRAGMA user_version')).toBe(migrations.length);
  db.close();
});

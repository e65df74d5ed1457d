import { describe, expect, it } from 'vitest';
import { newId } from '../../core/kernel/ids.ts';
import { ok } from '../../core/kernel/result.ts';
import { queueForSync } from '../sync/outbox-rows.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { outboxDepth } from './outbox-depth.ts';
import { watchProblems } from './problems.ts';

describe('problems of the station', () => {
  it('are the newest failure of each area, told once, until something of the area works', () => {
    let told = 0;
    const problems = watchProblems(() => {
      told += 1;
    });
    problems.noticed({ code: 'DB_LOCKED', message: 'Busy.' });
    problems.noticed({ code: 'DB_LOCKED', message: 'Busy.' });
    problems.noticed({ code: 'STORE_FULL', message: 'Full.' });
    problems.noticed({ code: 'DB_FULL', message: 'Full.' });
    expect(problems.list().map(({ code }) => code)).toEqual(['DB_FULL', 'STORE_FULL']);
    expect(problems.list()[1]?.message).toBe('Full. Stored boards can be reviewed; new ones are not taken in.');
    problems.cleared('DB');
    problems.cleared('DB');
    expect(problems.list().map(({ code }) => code)).toEqual(['STORE_FULL']);
    expect(told).toBe(4);
  });

  it('are not the faults of one board or of a question', () => {
    const problems = watchProblems(() => undefined);
    for (const code of ['IMAGE_CORRUPT', 'ENGINE_TIMEOUT', 'MODEL_NOT_FOUND', 'REVIEW_STALE', 'PICTURE_UNKNOWN'])
      problems.noticed({ code, message: '' });
    expect(problems.list()).toEqual([]);
  });
});

describe('what waits to be sent', () => {
  it('is counted on from where it was counted to', () => {
    const { db, clock } = openTestStation();
    const depth = outboxDepth(db);
    const queue = (times: number) => {
      for (let n = 0; n < times; n += 1) {
        const item = { kind: 'inspection', objectId: newId(), revision: 1, payloadSha256: 'ab'.repeat(32) } as const;
        must(db.write<void, never>(() => ok(queueForSync(db, item, clock.now()))));
      }
    };
    expect(must(depth())).toBe(0);
    queue(3);
    expect(must(depth())).toBe(3);
    queue(2);
    expect([must(depth()), must(depth())]).toEqual([5, 5]);
  });
});

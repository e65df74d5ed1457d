import { describe, expect, it } from 'vitest';
import { Disk, type DiskState } from './disk.ts';
import type { DiskCall } from './disk-calls.ts';

const text = (state: DiskState) => Object.fromEntries([...state.files].map(([path, bytes]) => [path, String(bytes)]));
const create = (path: string): DiskCall => ({ type: 'create', path, truncates: false });
const write = (path: string, bytes: string, offset: number | null = null): DiskCall => ({
  type: 'write',
  path,
  offset,
  bytes: Buffer.from(bytes),
});
/** Covers every call before it. */
const sync = (path: string): DiskCall => ({ type: 'sync', path, covers: 1000 });
const diskAfter = (...calls: DiskCall[]): Disk => {
  const disk = new Disk('/d');
  for (const call of calls) disk.apply(call);
  return disk;
};
const nothingSurvives = (disk: Disk) => text(disk.afterPowerLoss('none', () => 0));

describe('a disk whose power goes', () => {
  it('keeps content that was synced, and not what came after', () => {
    const disk = diskAfter(create('/d/a'), write('/d/a', 'one'), sync('/d/a'), sync('/d'), write('/d/a', ' two'));
    expect(nothingSurvives(disk)).toEqual({ '/d/a': 'one' });
    expect(text(disk.live())).toEqual({ '/d/a': 'one two' });
  });

  it('forgets a file whose folder was not synced', () => {
    expect(nothingSurvives(diskAfter(create('/d/a'), write('/d/a', 'one'), sync('/d/a')))).toEqual({});
  });

  it('leaves an empty file where only its name was synced', () => {
    expect(nothingSurvives(diskAfter(create('/d/a'), write('/d/a', 'one'), sync('/d')))).toEqual({ '/d/a': '' });
  });

  it('keeps the old name until the folder is synced after a rename', () => {
    const renamed = [create('/d/a'), write('/d/a', 'x'), sync('/d/a'), sync('/d')];
    const rename: DiskCall = { type: 'rename', from: '/d/a', to: '/d/b' };
    expect(nothingSurvives(diskAfter(...renamed, rename))).toEqual({ '/d/a': 'x' });
    expect(nothingSurvives(diskAfter(...renamed, rename, sync('/d')))).toEqual({ '/d/b': 'x' });
  });

  it('never has a moved file in neither folder', () => {
    const made: DiskCall[] = ['/d/from', '/d/to'].map((path) => ({ type: 'folder', path }));
    const there = [...made, sync('/d'), create('/d/from/a'), sync('/d/from/a'), sync('/d/from')];
    const disk = diskAfter(...there, { type: 'rename', from: '/d/from/a', to: '/d/to/a' });
    for (const luck of [0, 0.3, 0.7, 0.99]) {
      expect(disk.afterPowerLoss('some', () => luck).files.size).toBeGreaterThan(0);
    }
  });

  it('may tear an unsynced write at any sector', () => {
    const disk = diskAfter(create('/d/a'), sync('/d'), write('/d/a', 'x'.repeat(1024), 0));
    // In the order asked: names in the folder, does the write survive, its first sector, its second.
    const luck = [0, 0.9, 0.9, 0.1].values();
    const state = disk.afterPowerLoss('torn', () => luck.next().value ?? 0);
    expect(text(state)).toEqual({ '/d/a': '\0'.repeat(512) + 'x'.repeat(512) });
  });

  it('takes a sync to cover only what had ended before it began', () => {
    const calls = [create('/d/a'), sync('/d'), write('/d/a', 'early', 0), write('/d/a', 'late!', 0)];
    const disk = diskAfter(...calls, { type: 'sync', path: '/d/a', covers: 3 });
    expect(nothingSurvives(disk)).toEqual({ '/d/a': 'early' });
  });
});

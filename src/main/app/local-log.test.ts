import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLocalLog } from './local-log.ts';

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const clock = () => new Date('2026-01-02T03:04:05.678Z');
const read = (folder: string): string => readFileSync(join(folder, 'shell.log'), 'utf8');

test('a line for each entry, whatever is in it', () => {
  const log = openLocalLog(temporary(), clock);
  log.write('engine', '\u001b[1;31mfailed\u001b[m\nsecond line\n');
  log.write('engine', '\u001b[m');
  log.write('window', 'gone');
  expect(read(log.folder)).toBe(
    '2026-01-02T03:04:05.678Z engine: failed\\nsecond line\n2026-01-02T03:04:05.678Z window: gone\n',
  );
});

test('a long file is put aside, so that the log never fills the disk', () => {
  const log = openLocalLog(temporary(), clock);
  log.write('shell', 'first');
  writeFileSync(join(log.folder, 'shell.log'), 'x'.repeat(5_000_001));
  log.write('shell', 'after');
  expect(existsSync(join(log.folder, 'shell.log.1'))).toBe(true);
  expect(read(log.folder)).toBe('2026-01-02T03:04:05.678Z shell: after\n');
});

test('a folder that cannot be written stops nothing', () => {
  const folder = temporary();
  writeFileSync(join(folder, 'logs'), 'in the way');
  expect(() => openLocalLog(folder, clock).write('shell', 'lost')).not.toThrow();
});

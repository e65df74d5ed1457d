import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSignedStation } from '../station/testing/signed-station.ts';
import { temporaryFolder } from '../station/testing/station-fixture.ts';
import { commandLine } from './program.ts';

/** What a command that cannot begin answers. */
async function refused(args: readonly string[], secret: () => Promise<null> = async () => null) {
  const out: string[] = [];
  const notes: string[] = [];
  const status = await commandLine(args, {
    line: (text) => void out.push(text),
    note: (text) => void notes.push(text),
    secret,
    stderr: process.stderr,
    stderrIsTty: false,
    color: false,
    stop: new AbortController().signal,
  });
  return { status, out, notes };
}

describe('with --json every refusal is one error line on stdout', () => {
  it.each([
    [['inspect', 'a.png', '--provider', 'abacus']],
    [['inspect', 'a.png', '--threshold', '7']],
    [['inspect', 'a.png', '--threshold', '1', '--fail-on-defect']],
    [['inspect', 'a.png', '--jsn']],
    [['inspect', 'a.png', '--part', '']],
    [['inspect', 'a.png', '--lot', ' ']],
    [['inspect', 'a.png', '--serial=']],
    [['inspect', 'a.png', '--golden', '']],
    [['inspect', 'a.png', '--station', '\t']],
    [['inspect', 'a.png', '--data-dir', '']],
    [['inspect', 'a.png', '']],
    [['doctor', '--data-dir', '']],
    [['inspect']],
    [['export', '--format', 'crayon', '-o', 'x']],
    [['export', '--format', 'coco']],
    [['audit', 'show', '--last', '0']],
    [['users', 'add', 'ada', '--role', 'king']],
    [['models', 'juggle']],
    [['juggle']],
    [[]],
  ])('%j', async (args) => {
    const { status, out, notes } = await refused([...args, '--json']);
    expect(status).toBe(2);
    expect(out.map((line) => JSON.parse(line))).toEqual([{ error: { code: 'USAGE', message: expect.any(String) } }]);
    expect(notes.at(-1)).toMatch(/^fiducial: USAGE: /);
    expect((await refused(args)).out).toEqual([]);
  });

  it('also one for a bug', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    const args = ['users', 'list', '--user', 'ada', '--data-dir', dataDir, '--json'];
    const { status, out } = await refused(args, () => Promise.reject(new Error('broken')));
    expect(status).toBe(70);
    expect(out.map((line) => JSON.parse(line))).toMatchObject([
      { error: { code: 'INTERNAL', message: expect.stringContaining('broken') } },
    ]);
  });

  it('and a name after -- is no option', async () => {
    expect((await refused(['inspect', '--jsn', '--', '--json'])).out).toEqual([]);
  });
});

it('shows the help on stderr and says what is missing where no command is named', async () => {
  const { status, out, notes } = await refused([]);
  expect([status, out]).toEqual([2, []]);
  expect(notes[0]).toMatch(/^Usage: fiducial /);
  expect(notes.at(-1)).toBe('fiducial: USAGE: name a command, or ask for --help');
  expect((await refused(['--help'])).status).toBe(0);
});

it('repeats names without what they would do to a terminal', async () => {
  const dataDir = join(temporaryFolder(), 'x\r\u001b[2KPASS');
  const { notes } = await refused(['audit', 'verify', '--data-dir', dataDir]);
  expect(notes.join('')).toContain('x\\r\\u001b[2KPASS');
  expect((await refused(['inspect', '--x\nPASS'])).notes.join('')).toContain('x\\nPASS');
});

describe('a log that nobody signs any more', () => {
  it('is said by whatever opens the station', async () => {
    const { dataDir, keys, close } = openSignedStation();
    close();
    const list = () => refused(['users', 'list', '--data-dir', dataDir]);
    expect(await list()).toMatchObject({ status: 0, notes: [] });
    writeFileSync(join(dataDir, 'keys', keys()[0] ?? ''), 'torn');
    expect(await list()).toMatchObject({ status: 0, notes: [expect.stringMatching(/^fiducial: KEY_DAMAGED: /)] });
  });
});

/** Every command that opens the station, for the unattended line and each role: in this process, on a real data directory. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Operation, roleMay } from '../core/identity/permissions.ts';
import { type ActingRole, actingRoles } from '../core/identity/roles.ts';
import { passwords } from '../station/testing/staffed-station.ts';
import { temporaryFolder } from '../station/testing/station-fixture.ts';
import { commandLine } from './program.ts';
import type { Terminal } from './terminal.ts';

/** What a person types into, and what comes out. */
function terminal(secrets: readonly string[]): Terminal & { readonly out: string[]; readonly asked: string[] } {
  const left = [...secrets];
  const out: string[] = [];
  const asked: string[] = [];
  return {
    out,
    asked,
    line: (text) => void out.push(text),
    note: () => undefined,
    async secret(question) {
      asked.push(question);
      return left.shift() ?? null;
    },
    stderr: process.stderr,
    stderrIsTty: false,
    color: false,
    stop: new AbortController().signal,
  };
}

async function run(dataDir: string, args: readonly string[], secrets: readonly string[] = []) {
  const typed = terminal(secrets);
  const status = await commandLine([...args, '--data-dir', dataDir, '--json'], typed);
  const lines = typed.out.map((line) => JSON.parse(line) as Record<string, unknown>);
  const error = lines.find(({ error }) => error !== undefined)?.error as { readonly code: string } | undefined;
  return { status, lines, code: error?.code ?? null, asked: typed.asked };
}

/** A station with a person of each role. */
async function staffed() {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const first = await run(dataDir, ['users', 'add', 'admin', '--role', 'admin'], [passwords.ada]);
  expect(first.lines).toMatchObject([{ added: 'admin', recovery_code: expect.any(String) }]);
  const passwordsOf: Record<string, string> = { admin: passwords.ada };
  for (const role of ['operator', 'engineer']) {
    const added = await run(dataDir, ['users', 'add', role, '--role', role, '--user', 'admin'], [passwords.ada]);
    passwordsOf[role] = String(added.lines[0]?.one_time_password);
  }
  /** As `--user` of that role; the line has none. */
  const as = (role: ActingRole, args: readonly string[]) =>
    role === 'line' ? run(dataDir, args) : run(dataDir, [...args, '--user', role], [passwordsOf[role] ?? '']);
  return { folder, dataDir, passwordsOf, as };
}

const nowhere = '01a1fe8d-9be2-7a8c-8d27-2c246377048d';

describe('the command line of a station with people', () => {
  it('does for each role what the table says, and nothing else', async () => {
    const { folder, dataDir, passwordsOf, as } = await staffed();
    // Only the window can change a one-time password; here whoever owns the folder gives people ones that hold.
    for (const role of ['operator', 'engineer'] as const) {
      await run(dataDir, ['users', 'recover', role], [passwords.lee]);
      passwordsOf[role] = passwords.lee;
      await run(dataDir, ['users', 'role', role, role, '--user', 'admin'], [passwords.ada]);
    }
    let n = 0;
    const commands: readonly (readonly [Operation, () => readonly string[]])[] = [
      ['report.create', () => ['report', nowhere, '-o', join(folder, 'r.pdf')]],
      ['dataset.export', () => ['export', '--format', 'coco', '-o', join(folder, 'dataset')]],
      ['evidence.export', () => ['evidence', 'create', nowhere, '-o', join(folder, 'e.zip')]],
      ['log.export', () => ['audit', 'export', join(folder, `log-${n++}`)]],
      ['key.change', () => ['audit', 'rotate-key']],
      ['setting.change', () => ['sync', 'bucket', 'set', '--bucket', 'boards', '--key-id', 'A']],
      ['setting.change', () => ['sync', 'bucket', 'clear']],
      ['model.change', () => ['models', 'remove', 'no_such_model']],
      ['user.manage', () => ['users', 'list']],
      ['user.manage', () => ['users', 'add', `person ${n++}`, '--role', 'operator']],
      ['user.manage', () => ['users', 'role', 'engineer', 'engineer']],
      ['user.manage', () => ['users', 'disable', 'nobody here']],
      ['user.manage', () => ['users', 'enable', 'nobody here']],
      ['user.manage', () => ['users', 'central', 'nobody here']],
      ['user.manage', () => ['users', 'unlock', 'engineer']],
    ];
    for (const role of actingRoles)
      for (const [operation, args] of commands) {
        const { code } = await as(role, args());
        const told = [role, args().slice(0, 2).join(' '), code === 'IDENTITY_FORBIDDEN'];
        expect(told).toEqual([role, args().slice(0, 2).join(' '), !roleMay(role, operation)]);
      }
  }, 300_000);

  it('lets an unattended line inspect, and asks a person for the password, never in an argument', async () => {
    const { folder, as } = await staffed();
    writeFileSync(join(folder, 'no-image.png'), 'not an image');
    const inspected = await as('line', ['inspect', join(folder, 'no-image.png'), '--provider', 'cpu']);
    expect(inspected.code).toMatch(/^IMAGE_/);
    const asked = await as('admin', ['users', 'list']);
    expect(asked.asked).toEqual(['Password of admin: ']);
    expect(asked.lines.map(({ name }) => name)).toEqual(['admin', 'engineer', 'operator']);
  }, 300_000);

  it('refuses wrong passwords, one-time passwords and an empty stdin', async () => {
    const { dataDir, as } = await staffed();
    const list = ['users', 'list', '--user', 'admin'];
    expect((await run(dataDir, list, ['wrong'])).code).toBe('IDENTITY_REFUSED');
    expect((await run(dataDir, list, [])).code).toBe('USAGE');
    expect((await as('engineer', ['models', 'remove', 'x'])).code).toBe('IDENTITY_PASSWORD_EXPIRED');
    for (let n = 0; n < 4; n += 1) await run(dataDir, list, ['wrong']);
    expect((await run(dataDir, list, [passwords.ada])).code).toBe('IDENTITY_TOO_MANY_FAILURES');
  }, 300_000);
});

describe('the command line of a station without people', () => {
  it('does everything, knows nobody, and takes an administrator first', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    expect((await run(dataDir, ['users', 'list'])).code).toBeNull();
    expect((await run(dataDir, ['users', 'list', '--user', 'ada'], ['any'])).code).toBe('IDENTITY_NO_PEOPLE');
    const operator = await run(dataDir, ['users', 'add', 'lee', '--role', 'operator']);
    expect(operator.code).toBe('IDENTITY_FIRST_MUST_BE_ADMIN');
    const guessed = await run(dataDir, ['users', 'add', 'ada', '--role', 'admin'], ['password1234']);
    expect(guessed.code).toBe('IDENTITY_PASSWORD_COMMON');
    expect((await run(dataDir, ['models', 'remove', 'x'])).code).toBe('MODEL_NOT_FOUND');
  }, 300_000);
});

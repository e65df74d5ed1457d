/**
 * `npm run audit:dependencies`: known faults of the packages, as far as the registry tells. Exit status 1 where one is
 * open that nobody accepted (scripts/audit-dependencies/accepted.json: reason and last day for each), or where Electron's
 * version is no longer supported. A registry without this service is said, and fails nothing but `--require`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { acceptedSchema, electronSupport, type Finding, failsFrom, judge } from './audit-dependencies/judge.ts';

const projectRoot = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { require: { type: 'boolean', default: false } } });

const npm = (...args: readonly string[]): string =>
  spawnSync('npm', ['--fetch-retries=0', ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).stdout ?? '';
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const saidOf = ({ id, package: name, severity, title, range }: Finding): string =>
  `  ${severity.padEnd(8)} ${name} ${range}  ${title} (${id})`;

const accepted = acceptedSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'audit-dependencies', 'accepted.json'), 'utf8')),
);
const judgement = judge(npm('audit', '--json'), accepted, new Date().toISOString().slice(0, 10));
let failed = false;

if (judgement.kind === 'not_audited') {
  say(`Known faults: NOT AUDITED. The registry did not answer the question: ${judgement.why}`);
  failed ||= values.require;
} else {
  const { open, minor, accepted: known, stale } = judgement;
  say(`Known faults: ${open.length} open (${failsFrom} and above), ${minor.length} minor, ${known.length} accepted.`);
  for (const finding of [...open, ...minor]) say(saidOf(finding));
  for (const finding of known) say(`${saidOf(finding)}  accepted`);
  for (const { id, until } of stale)
    say(`  ${id} is accepted until ${until}, which is over or no longer needed: remove it.`);
  failed ||= open.length > 0;
}

const { devDependencies } = z
  .object({ devDependencies: z.object({ electron: z.string() }) })
  .parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')));
const [latest = ''] = /\d+\.\d+\.\d+/.exec(npm('view', 'electron', 'dist-tags.latest')) ?? [];
const support = electronSupport(devDependencies.electron, latest || null);
say(`Electron ${devDependencies.electron}: ${support}${latest ? ` (newest release ${latest})` : ''}.`);
failed ||= support === 'unsupported';
process.exitCode = failed ? 1 : 0;

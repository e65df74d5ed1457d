/**
 * Nothing leaves the computer: the journeys run in a network of their own, in which the kernel counts every packet that
 * a process tries to send anywhere, native libraries' included, and no packet gets anywhere.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

const projectRoot = join(import.meta.dirname, '..', '..');
const child = join(projectRoot, 'src', 'station', 'testing', 'journey-child.ts');
const commandLine = join(projectRoot, 'src', 'cli', 'main.ts');
const samples = join(projectRoot, 'resources', 'boards', 'samples');

/** As at a customer's: some libraries keep quiet where they believe to be tested. */
const { CI: _, ORT_RUNNING_UNIT_TESTS: __, ...environment } = process.env;

const apart = (script: string, args: readonly string[] = [], home = projectRoot) =>
  spawnSync('unshare', ['-rn', 'sh', '-c', script, 'sh', ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...environment, NO_COLOR: '1', HOME: home },
  });
const canBeApart = process.platform === 'linux' && apart('true').status === 0;

/** Appended to a script: what its network counted. */
const counters = 'cat /proc/net/snmp /proc/net/snmp6';

/** Packets sent, and packets that had nowhere to go. The kernel counts no attempts at IPv6 without an address of one's own. */
function attempts(text: string): number {
  const [, names = '', values = ''] = /^Ip: (.*)\nIp: (.*)$/m.exec(text) ?? [];
  const ip = new Map(names.split(' ').map((name, i) => [name, Number(values.split(' ')[i])]));
  const ip6 = (name: string): number => Number(new RegExp(`^${name}\\s+(\\d+)$`, 'm').exec(text)?.[1]);
  return ip.get('OutRequests')! + ip.get('OutNoRoutes')! + ip6('Ip6OutNoRoutes');
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-egress-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe.runIf(canBeApart)('in a network without a way out', () => {
  test('the workstation inspects, reviews, signs off, reports and verifies, and asks for nobody', () => {
    const home = temporary();
    const run = apart(`"$1" "$2" "$3" && ${counters}`, [process.execPath, child, temporary()], home);
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout.split('\n')[0]!)).toMatchObject({ verified: true });
    expect(attempts(run.stdout)).toBe(0);
    // What a library would report later lies in the home folder first.
    expect(readdirSync(home)).toEqual([]);
  });

  test('the command line does all it can, and asks for nobody', () => {
    const folder = temporary();
    const fiducial = '"$1" "$2"';
    const script = [
      `${fiducial} inspect "$4" --golden "$5" --data-dir "$3/data" --json > "$3/line"`,
      `id=$(sed 's/.*"inspection_id":"\\([^"]*\\)".*/\\1/' "$3/line")`,
      `${fiducial} report "$id" -o "$3/board.pdf" --data-dir "$3/data" --json`,
      `${fiducial} export --format coco -o "$3/coco" --data-dir "$3/data" --json`,
      `${fiducial} audit verify --data-dir "$3/data" --json`,
      `${fiducial} models list --data-dir "$3/data" --json`,
      `${fiducial} doctor --data-dir "$3/data" --json`,
      counters,
    ].join(' && ');
    const board = join(samples, 'lamp-1_000088_board.jpg');
    const golden = join(samples, 'lamp-1_golden.jpg');
    const run = apart(script, [process.execPath, commandLine, folder, board, golden]);
    expect(run.status, run.stderr).toBe(0);
    expect(attempts(run.stdout)).toBe(0);
  });

  test('negative control: a library that means to report is noticed before it does', () => {
    const home = temporary();
    const model = join(projectRoot, 'models', 'pcb_defect_detector', '1', 'model.onnx');
    const load = `require('onnxruntime-node').InferenceSession.create(${JSON.stringify(model)})`;
    const run = apart('"$1" -e "$2"', [process.execPath, load], home);
    expect(run.status, run.stderr).toBe(0);
    expect(readdirSync(home)).not.toEqual([]);
  });

  test('negative control: a program that asks for somebody is noticed', () => {
    const run = apart(`"$1" "$2" "$3" --also-reach http://192.0.2.1/ && ${counters}`, [
      process.execPath,
      child,
      temporary(),
    ]);
    expect(attempts(run.stdout)).toBeGreaterThan(0);
  });
});

import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fiducial, type Line, root, samples } from './run-fiducial.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-precision-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the shipped model.json says, and what this machine should get when nobody names a model. */
const shipped = (name: string) => {
  const file = readFileSync(join(root, 'models', name, '1', 'model.json'), 'utf8');
  const { version, sha256 } = JSON.parse(file) as { version: string; sha256: string };
  return { name, version, sha256 };
};
const fp32 = shipped('pcb_defect_detector');
const hasVnni = process.platform === 'linux' && /_vnni\b|amx_int8/.test(readFileSync('/proc/cpuinfo', 'utf8'));
const expected = hasVnni ? shipped('pcb_defect_detector_int8') : fp32;

const board = join(samples, 'lamp-1_000088_board.jpg');
const golden = join(samples, 'lamp-1_golden.jpg');

async function inspect(...options: string[]): Promise<Line> {
  const data = join(folder, 'data');
  const args = ['inspect', board, '--golden', golden, '--part', 'P', '--serial', '1', '--provider', 'cpu'];
  const run = await fiducial([...args, '--data-dir', data, '--json', ...options]);
  expect(run.status).toBe(0);
  return run.lines()[0]!;
}

describe('a model that nobody named', () => {
  it('is the precision for this CPU, says so in every line, and is found again', async () => {
    const first = await inspect();
    expect(first).toMatchObject({ model: expected, found: false });
    const again = await inspect();
    expect(again).toMatchObject({ model: expected, found: true, inspection_id: first.inspection_id });
    expect(await inspect('--model', 'auto')).toMatchObject({ found: true, inspection_id: first.inspection_id });
  });

  it('gives way to one that is named, which is another question', async () => {
    const first = await inspect();
    const named = await inspect('--model', fp32.name);
    expect(named).toMatchObject({ model: fp32, found: expected === fp32 });
    if (expected !== fp32) expect(named.inspection_id).not.toBe(first.inspection_id);
    expect(named.defects?.map(({ type }) => type)).toEqual(first.defects?.map(({ type }) => type));
  });

  it('is named by the doctor, with the reason', async () => {
    const run = await fiducial(['doctor', '--json', '--data-dir', join(folder, 'data')]);
    const line = run
      .lines()
      .map((each) => each as unknown as { check: string; message: string })
      .find(({ check }) => check === 'model');
    expect(line?.message).toContain(`${expected.name} ${expected.version} (${hasVnni ? 'int8' : 'fp32'}: `);
  });

  it('is not found in a version that does not exist', async () => {
    const run = await fiducial(['inspect', board, '--model', 'auto@0.0.1', '--no-store', '--json']);
    expect([run.lines()[0]?.error?.code, run.status]).toEqual(['MODEL_NOT_FOUND', 2]);
  });
});

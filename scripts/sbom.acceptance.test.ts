import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { beforeAll, describe, expect, test } from 'vitest';
import { billOfMaterials } from './sbom/bill-of-materials.ts';
import { importedPackages } from './sbom/direct-packages.ts';

const projectRoot = join(import.meta.dirname, '..');

interface Bill {
  readonly components: readonly {
    readonly name: string;
    readonly type: string;
    readonly hashes?: { content: string }[];
  }[];
}

function writtenBill(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-sbom-'));
  try {
    const out = join(folder, 'sbom.json');
    const env = { ...process.env, SOURCE_DATE_EPOCH: '1700000000' };
    execFileSync(process.execPath, [join(projectRoot, 'scripts', 'sbom.ts'), '--out', out], { env });
    return readFileSync(out, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

describe('the bill of materials that the command writes', () => {
  let text: string;
  let names: ReadonlySet<string>;
  beforeAll(() => {
    text = writtenBill();
    names = new Set((JSON.parse(text) as Bill).components.map(({ name }) => name));
  });

  test('is CycloneDX 1.6, by the standard’s own schema', async () => {
    expect(await validator.validate(text)).toBeNull();
  });

  test('negative control: the schema refuses what is not', async () => {
    const bent = { ...(JSON.parse(text) as object), components: [{ name: 'without a type' }] };
    expect(await validator.validate(JSON.stringify(bent))).not.toBeNull();
  });

  test('names what the window is bundled from, what runs, and what runs it', () => {
    for (const name of [
      'react',
      'konva',
      'zustand',
      'scheduler',
      'better-sqlite3',
      'onnxruntime-node',
      'electron',
      'node',
    ])
      expect(names).toContain(name);
  });

  test('names nothing that only builds or tests the program', () => {
    for (const name of [
      'vitest',
      '@playwright/test',
      '@biomejs/biome',
      'electron-builder',
      'vite',
      'ajv',
      '@electron/get',
    ])
      expect(names).not.toContain(name);
  });

  test('carries the hash of each bundled model, as its file is', () => {
    const { components } = JSON.parse(text) as Bill;
    const model = components.find(
      ({ name, type }) => name === 'pcb_defect_detector' && type === 'machine-learning-model',
    );
    const bytes = readFileSync(join(projectRoot, 'models', 'pcb_defect_detector', '1', 'model.onnx'));
    expect(model?.hashes?.[0]?.content).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('is the same, byte for byte, from the same sources', () => {
    expect(writtenBill()).toBe(text);
  });
});

test('a product that needs what npm does not list has no bill', () => {
  const root = { 'bom-ref': 'p@1', name: 'p' };
  const npm = { bomFormat: 'CycloneDX' as const, metadata: { component: root }, components: [], dependencies: [] };
  const facts = {
    direct: new Set(['react']),
    runtimes: new Set<string>(),
    parts: [],
    timestamp: '2026-01-01T00:00:00Z',
  };
  expect(() => billOfMaterials(npm, facts)).toThrow('react');
});

test('imports of packages are found, and nothing else', () => {
  const text = `import { a } from 'react';\nimport b from '@base-ui/react/menu';\nimport './own.css';\nimport fs from 'node:fs';
import { c } from '../x.ts';\nimport type { d } from '@fiducial/protocol/audit';\nconst e = await import('konva/lib/Core');`;
  expect(importedPackages(text)).toEqual(['react', '@base-ui/react', 'konva']);
});

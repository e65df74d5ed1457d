/**
 * `npm run sbom [-- --out FILE]`: the bill of materials of what is shipped, CycloneDX 1.6 (default dist/sbom.cdx.json).
 * SOURCE_DATE_EPOCH (seconds) fixes its time, and with it every byte.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { billOfMaterials, npmBillSchema } from './sbom/bill-of-materials.ts';
import { directPackages, runtimePackages } from './sbom/direct-packages.ts';
import { shippedParts } from './sbom/shipped-parts.ts';

const projectRoot = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { out: { type: 'string', default: join('dist', 'sbom.cdx.json') } } });

// Everything: what npm calls a development package is what the window is bundled from, and bundlers set NODE_ENV.
const everything = ['dev', 'optional', 'peer'].flatMap((kind) => ['--include', kind]);
const listed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', ...everything], {
  cwd: projectRoot,
  encoding: 'utf8',
  maxBuffer: 64_000_000,
  // npm is a script of its own on Windows.
  shell: process.platform === 'win32',
});
const epoch = process.env.SOURCE_DATE_EPOCH;
const bill = billOfMaterials(npmBillSchema.parse(JSON.parse(listed)), {
  direct: await directPackages(projectRoot),
  runtimes: runtimePackages,
  parts: await shippedParts(projectRoot),
  timestamp: (epoch === undefined ? new Date() : new Date(Number(epoch) * 1000)).toISOString(),
});
const out = resolve(projectRoot, values.out);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(bill, null, 2)}\n`);
process.stdout.write(`${out}\n`);

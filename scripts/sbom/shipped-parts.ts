/** Parts of the product that npm does not know as what they are, each with the SHA-256 of its bytes. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { glob } from 'tinyglobby';
import { z } from 'zod';
import type { Component } from './bill-of-materials.ts';

const modelFile = z.object({ name: z.string(), version: z.string(), licence: z.string() });

async function sha256Of(path: string): Promise<readonly { alg: 'SHA-256'; content: string }[]> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return [{ alg: 'SHA-256', content: hash.digest('hex') }];
}

/** The bundled models, the fonts, and Node's binary where it is installed. */
export async function shippedParts(projectRoot: string): Promise<Component[]> {
  return [...(await models(projectRoot)), ...(await fonts(projectRoot)), ...(await nodeBinary(projectRoot))];
}

async function models(projectRoot: string): Promise<Component[]> {
  const files = await glob('models/*/*/model.json', { cwd: projectRoot });
  return Promise.all(
    files.sort().map(async (file): Promise<Component> => {
      const folder = join(projectRoot, file, '..');
      const { name, version, licence } = modelFile.parse(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')));
      return {
        'bom-ref': `model:${name}@${version}`,
        type: 'machine-learning-model',
        name,
        version,
        scope: 'required',
        licenses: [{ license: { id: licence } }],
        hashes: await sha256Of(join(folder, 'model.onnx')),
        properties: [{ name: 'fiducial:path', value: join(file, '..', 'model.onnx').replaceAll('\\', '/') }],
      };
    }),
  );
}

/** Licence of each family, as its text lies beside it. */
const fontLicences: readonly (readonly [RegExp, string])[] = [
  [/^DejaVu/, 'Bitstream-Vera'],
  [/^Droid/, 'Apache-2.0'],
  [/^Nanum/, 'OFL-1.1'],
];

async function fonts(projectRoot: string): Promise<Component[]> {
  const files = await glob('resources/fonts/*.ttf', { cwd: projectRoot });
  return Promise.all(
    files.sort().map(async (file): Promise<Component> => {
      const licence = fontLicences.find(([family]) => family.test(basename(file)))?.[1];
      if (licence === undefined) throw new Error(`${file} has no licence in scripts/sbom/shipped-parts.ts`);
      return {
        'bom-ref': `file:${file}`,
        type: 'file',
        name: basename(file),
        scope: 'required',
        licenses: [{ license: { id: licence } }],
        hashes: await sha256Of(join(projectRoot, file)),
      };
    }),
  );
}

/** The package `node` carries it; it is what runs the engine. */
async function nodeBinary(projectRoot: string): Promise<Component[]> {
  const folder = join(projectRoot, 'node_modules', 'node');
  const path = ['node', 'node.exe'].map((name) => join(folder, 'bin', name)).find((name) => existsSync(name));
  if (path === undefined) return [];
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return [
    {
      'bom-ref': `binary:node@${version}`,
      type: 'application',
      name: 'node',
      version,
      scope: 'required',
      purl: `pkg:generic/node@${version}?os=${process.platform}&arch=${process.arch}`,
      licenses: [{ license: { id: 'MIT' } }],
      hashes: await sha256Of(path),
      properties: [{ name: 'fiducial:platform', value: `${process.platform}-${process.arch}` }],
    },
  ];
}

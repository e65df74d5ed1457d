/**
 * A CycloneDX bill of materials of what is shipped, made from npm's own: the closure of what runs and of what the window
 * is bundled from, with the parts that no package list knows (models, runtimes, fonts). Pure: facts in, document out.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What npm writes of one package; further fields are passed on. */
const component = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string().optional(),
  scope: z.enum(['required', 'optional', 'excluded']).optional(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});
export type Component = z.infer<typeof component>;

/** `npm sbom --sbom-format cyclonedx`: CycloneDX 1.5. */
export const npmBillSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component }),
  components: z.array(component),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});
type NpmBill = z.infer<typeof npmBillSchema>;

export interface ShippedFacts {
  /** Names of the packages that the product needs directly: those that run, and those that the window is bundled from. */
  readonly direct: ReadonlySet<string>;
  /** Of them, packages that stand for a binary: what they need to fetch it is not shipped. */
  readonly runtimes: ReadonlySet<string>;
  /** Parts that no package list knows. */
  readonly parts: readonly Component[];
  /** ISO 8601. */
  readonly timestamp: string;
}

/**
 * CycloneDX 1.6. The serial number follows from the content, so that the same sources give the same bytes.
 * @throws Error where a package of `direct` is not in npm's list: the list is not of this product.
 */
export function billOfMaterials(npm: NpmBill, { direct, runtimes, parts, timestamp }: ShippedFacts): object {
  const byRef = new Map(npm.components.map((one) => [one['bom-ref'], one]));
  const needs = new Map(npm.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const rootRef = npm.metadata.component['bom-ref'];
  const roots = (needs.get(rootRef) ?? []).filter((ref) => direct.has(byRef.get(ref)?.name ?? ''));
  const found = new Set(roots.map((ref) => byRef.get(ref)!.name));
  const missing = [...direct].filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`npm does not list what the product needs: ${missing.join(', ')}`);

  const dependsOn = (ref: string): readonly string[] =>
    runtimes.has(byRef.get(ref)?.name ?? '') ? [] : (needs.get(ref) ?? []).filter((needed) => byRef.has(needed));
  const shipped = closureOf(roots, dependsOn);
  const packages = npm.components.filter((one) => shipped.has(one['bom-ref'])).map(asShipped);
  const components = [...packages, ...parts].sort(byReference);
  const dependencies = [
    { ref: rootRef, dependsOn: [...roots, ...parts.map((part) => part['bom-ref'])].sort() },
    ...components.map((one) => ({ ref: one['bom-ref'], dependsOn: [...dependsOn(one['bom-ref'])].sort() })),
  ];
  const product = { ...npm.metadata.component, type: 'application', name: 'fiducial' };
  const content = { metadata: { component: product }, components, dependencies };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    version: 1,
    metadata: { timestamp, lifecycles: [{ phase: 'build' }], component: product },
    components,
    dependencies,
  };
}

function closureOf(roots: readonly string[], dependsOn: (ref: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...roots];
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (reached.has(ref)) continue;
    reached.add(ref);
    waiting.push(...dependsOn(ref));
  }
  return reached;
}

/** npm calls what the window is bundled from a development package; in the product it is a part like any other. */
function asShipped(one: Component): Component {
  const properties = one.properties?.filter(({ name }) => name !== 'cdx:npm:package:development');
  const isDevelopment = properties?.length !== one.properties?.length;
  return {
    ...one,
    ...(properties === undefined ? {} : { properties }),
    ...(isDevelopment ? { scope: 'required' as const } : {}),
  };
}

const byReference = (a: Component, b: Component): number =>
  a['bom-ref'] < b['bom-ref'] ? -1 : a['bom-ref'] > b['bom-ref'] ? 1 : 0;

/** A UUID of version 8 (RFC 9562, made in one's own way) from a SHA-256. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readConfig } from './config.ts';

const deploy = fileURLToPath(new URL('../deploy', import.meta.url));
const read = (...path: string[]): Promise<string> => readFile(join(deploy, ...path), 'utf8');

/** What the chart uses of Helm's templates: values by their path, `quote`, `toYaml | nindent`, and one `if`. */
function render(template: string, values: object): string {
  const lookUp = (path: string): unknown =>
    path
      .split('.')
      .slice(1)
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], {
        Values: values,
        Release: { Name: 'site' },
      });
  return template
    .replace(/\{\{- toYaml (\S+) \| nindent (\d+) \}\}/g, (_, path: string, spaces: string) =>
      `\n${stringify(lookUp(path)).trimEnd()}`.replaceAll('\n', `\n${' '.repeat(Number(spaces))}`),
    )
    .replace(/\{\{- (if .*|end) \}\}/g, '')
    .replace(/\{\{ (\.\S+)( \| quote)? \}\}/g, (_, path: string, quote: string | undefined) => {
      const value = lookUp(path);
      if (value === undefined) throw new Error(`The chart has no value ${path}`);
      return quote === undefined ? String(value) : JSON.stringify(value);
    });
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: the parts that are looked at are Kubernetes' own.
  readonly spec: any;
}

async function renderChart(): Promise<readonly Manifest[]> {
  const values = parse(await read('helm', 'fiducial-central', 'values.yaml')) as object;
  const files = await readdir(join(deploy, 'helm', 'fiducial-central', 'templates'));
  return Promise.all(
    files.sort().map(async (file) => parse(render(await read('helm', 'fiducial-central', 'templates', file), values))),
  );
}

describe('the chart', () => {
  it('renders what a cluster needs, each with its probes, limits and autoscaler', async () => {
    const manifests = await renderChart();
    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'HorizontalPodAutoscaler site-api',
      'Deployment site-api',
      'PodDisruptionBudget site-api',
      'Ingress site',
      'Service site',
      'HorizontalPodAutoscaler site-worker',
      'Deployment site-worker',
    ]);
    for (const { spec } of manifests.filter(({ kind }) => kind === 'Deployment')) {
      const [container] = spec.template.spec.containers;
      expect(container.readinessProbe.httpGet.path).toBe('/readyz');
      expect(container.livenessProbe.httpGet.path).toBe('/healthz');
      expect(container.resources.limits).toHaveProperty('memory');
      expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    }
  });

  it('sets what the service reads', async () => {
    for (const { spec } of (await renderChart()).filter(({ kind }) => kind === 'Deployment')) {
      const env = Object.fromEntries(
        spec.template.spec.containers[0].env.map(({ name, value }: { name: string; value: string }) => [name, value]),
      );
      const secret = { DATABASE_URL: 'postgres://db/fiducial', JWT_SECRET: 'h8Qz-3kLw9.Vt2pXc7RmYb4NfJg6Sd1E' };
      const config = readConfig({ ...env, ...secret });
      expect(config.ok && config.config).toMatchObject({ store: { type: 's3' }, trustProxy: true });
    }
  });
});

describe('the composition', () => {
  it('names services that there are, and settings that the service reads', async () => {
    const { services, volumes } = parse(await read('docker-compose.yml'), { merge: true });
    const mounted = Object.values(services as Record<string, { volumes?: string[] }>)
      .flatMap((service) => service.volumes ?? [])
      .map((volume) => volume.split(':')[0]!);
    for (const source of mounted.filter((name) => !name.startsWith('.'))) expect(volumes).toHaveProperty(source);
    const filled = JSON.parse(
      JSON.stringify(services.api.environment)
        .replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')
        .replaceAll(/\$\{\w+:\?\}/g, 'h8Qz-3kLw9.Vt2pXc7RmYb4NfJg6Sd1E'),
    );
    const config = readConfig(filled);
    expect(config.ok ? config.config : config.message).toMatchObject({
      role: 'api',
      store: { type: 's3' },
      demo: false,
    });
  });

  it('asks for every secret, and has none', async () => {
    const text = await read('docker-compose.yml');
    const example = await read('env.example');
    for (const [, name] of text.matchAll(/\$\{(\w+):\?\}/g)) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
  });
});

describe('the dashboard and the alerts', () => {
  it('ask for measures that the service has', async () => {
    const measures = await readFile(fileURLToPath(new URL('services/measures.ts', import.meta.url)), 'utf8');
    const asked = `${await read('prometheus', 'alerts.yml')}${await read('grafana', 'dashboards', 'fiducial-central.json')}`;
    const names = new Set(asked.match(/\b(http_request|inference|events)_[a-z_]+/g));
    for (const name of names) expect(measures).toContain(name.replace(/_(bucket|count|sum)$/, ''));
    expect(names.size).toBeGreaterThan(3);
  });
});

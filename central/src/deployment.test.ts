import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readConfig, settingNames } from './config.ts';
import { longestStopMs } from './server.ts';
import { type Central, startCentral } from './testing/central-fixture.ts';

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
      return quote === undefined ? String(value) : JSON.stringify(String(value));
    });
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: the parts that are looked at are Kubernetes' own.
  readonly spec: any;
}

async function renderChart(site: object = {}): Promise<readonly Manifest[]> {
  const values = { ...parse(await read('helm', 'fiducial-central', 'values.yaml')), ...site };
  const files = await readdir(join(deploy, 'helm', 'fiducial-central', 'templates'));
  return Promise.all(
    files.sort().map(async (file) => parse(render(await read('helm', 'fiducial-central', 'templates', file), values))),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: see Manifest.
const envOf = (spec: any): Record<string, string> =>
  Object.fromEntries(
    spec.template.spec.containers[0].env.map(({ name, value }: { name: string; value: string }) => [name, value]),
  );

const secretOfTests = 'h8Qz-3kLw9.Vt2pXc7RmYb4NfJg6Sd1E';
/** Where the service listens when nothing else is said. */
const standardPort = ((it) => (it.ok ? it.config.port : 0))(readConfig({}));

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
      const env = envOf(spec);
      const secret = { DATABASE_URL: 'postgres://db/fiducial', JWT_SECRET: secretOfTests };
      expect(settingNames).toEqual(expect.arrayContaining(Object.keys(env)));
      const config = readConfig({ ...env, ...secret });
      expect(config.ok && config.config).toMatchObject({ store: { type: 's3' }, trustProxy: 1 });
      expect(config.ok && config.config).toMatchObject({ tritonUrl: null, kafka: null });
    }
  });

  it('gives the workers a Triton server and Kafka brokers where the site has them', async () => {
    const site = { tritonUrl: 'http://triton:8000', kafka: { brokers: 'kafka-1:9092,kafka-2:9092', tls: true } };
    const deployments = (await renderChart(site)).filter(({ kind }) => kind === 'Deployment');
    const worker = deployments.find(({ metadata }) => metadata.name === 'site-worker');
    const env = envOf(worker!.spec);
    const config = readConfig({ ...env, DATABASE_URL: 'postgres://db/fiducial', JWT_SECRET: secretOfTests });
    expect(config.ok && config.config).toMatchObject({
      role: 'worker',
      tritonUrl: 'http://triton:8000',
      kafka: { brokers: ['kafka-1:9092', 'kafka-2:9092'], tls: true, sasl: null },
    });
  });

  it('leads from the ingress to the port that the service listens on', async () => {
    const manifests = await renderChart();
    const specOf = (kind: string) => manifests.find((it) => it.kind === kind)!.spec;
    const [container] = specOf('Deployment').template.spec.containers;
    expect(container.ports).toEqual([{ name: 'http', containerPort: standardPort }]);
    expect(specOf('Service').ports).toEqual([{ name: 'http', port: 80, targetPort: 'http' }]);
    expect(specOf('Ingress').rules[0].http.paths[0].backend.service).toEqual({ name: 'site', port: { name: 'http' } });
    for (const { metadata, spec } of manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')) {
      expect(spec.scaleTargetRef.name).toBe(metadata.name);
      expect(spec.minReplicas).toBeLessThanOrEqual(spec.maxReplicas);
    }
    for (const { spec } of manifests.filter(({ kind }) => kind === 'Deployment')) {
      const { terminationGracePeriodSeconds, containers } = spec.template.spec;
      expect(terminationGracePeriodSeconds * 1000).toBeGreaterThan(longestStopMs);
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
        expect(['/healthz', '/readyz']).toContain(containers[0][probe].httpGet.path);
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
        .replaceAll(/\$\{\w+:\?\}/g, secretOfTests),
    );
    expect(settingNames).toEqual(expect.arrayContaining(Object.keys(filled)));
    const config = readConfig(filled);
    expect(config.ok ? config.config : config.message).toMatchObject({
      role: 'api',
      store: { type: 's3' },
      demo: false,
    });
  });

  it('reaches the copies, the worker and the store at their ports', async () => {
    const { services } = parse(await read('docker-compose.yml'), { merge: true });
    const nginx = await read('nginx.conf');
    expect(nginx).toContain(`server api:${standardPort};`);
    expect(services.proxy.ports).toEqual([`8080:${/listen (\d+);/.exec(nginx)?.[1]}`]);
    const { scrape_configs: scraped, rule_files } = parse(await read('prometheus', 'prometheus.yml'));
    const [{ names, port }] = scraped[0].dns_sd_configs;
    expect(port).toBe(standardPort);
    for (const name of names) expect(services).toHaveProperty(name);
    expect(await readdir(join(deploy, 'prometheus'))).toEqual(expect.arrayContaining(rule_files));
    const dockerfile = await read('Dockerfile');
    expect(dockerfile).toContain(`EXPOSE ${standardPort}`);
    for (const [, path] of dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm))
      for (const source of path!.split(' ')) expect(existsSync(join(deploy, '../..', source)), source).toBe(true);
  });

  it('asks for every secret, and has none', async () => {
    const text = await read('docker-compose.yml');
    const example = await read('env.example');
    for (const [, name] of text.matchAll(/\$\{(\w+):\?\}/g)) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
  });
});

describe('the dashboard and the alerts', () => {
  let central: Central;
  beforeAll(async () => {
    central = await startCentral({ env: { ROLE: 'api' } });
  });
  afterAll(() => central.stop());

  it('ask for measures that the service gives, by labels that they have', async () => {
    await central.as('GET', '/v1/inspections');
    const given = new Map<string, string>();
    for (const line of ((await central.send('GET', '/metrics')).body as string).split('\n')) {
      const [, name, type] = /^# TYPE (\w+) (\w+)$/.exec(line) ?? [];
      if (name !== undefined && type !== undefined) given.set(name, type);
    }
    const { panels } = JSON.parse(await read('grafana', 'dashboards', 'fiducial-central.json'));
    const { groups } = parse(await read('prometheus', 'alerts.yml'));
    const asked: string[] = [
      ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }: { expr: string }) => expr)),
      ...groups.flatMap(({ rules }: { rules: { expr: string }[] }) => rules.map(({ expr }) => expr)),
    ];
    expect(asked.length).toBeGreaterThan(15);
    const measures = await readFile(fileURLToPath(new URL('services/measures.ts', import.meta.url)), 'utf8');
    for (const expression of asked) {
      const names = expression.replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, '').match(/\b[a-z]+(_[a-z0-9]+)+\b/g) ?? [];
      const measured = names.filter((name) => !functions.includes(name));
      expect(measured, expression).not.toEqual([]);
      for (const name of measured) {
        const [, base = name, part] = /^(.+)_(bucket|count|sum)$/.exec(name) ?? [];
        expect(given.get(base), name).toBe(part === undefined ? given.get(name) : 'histogram');
        expect(given.has(base), name).toBe(true);
      }
      for (const [, label] of expression.matchAll(/[{,]\s*(\w+)[!=]~?=?"/g)) expect(measures).toContain(`'${label}'`);
    }
  });
});

/** Of PromQL, with an underscore in their names. */
const functions = ['histogram_quantile'];

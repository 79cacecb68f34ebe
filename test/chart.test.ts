/** The chart in `deploy/chart`, run through Helm. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import packageJson from '../package.json' with { type: 'json' };
import { loadConfig } from '../src/config/config.ts';
import { settings } from '../src/config/settings.ts';
import { valuesSchema } from '../tools/chart/values-schema.ts';
import { helm, helmRuns } from './support/helm.ts';
import { models, typeErrorsOf } from './support/kubernetes.ts';
import { npmSkipped } from './support/npm.ts';

const root = new URL('../', import.meta.url);
const chart = fileURLToPath(new URL('deploy/chart', root));
const read = (path: string) => readFile(new URL(path, root), 'utf8');

// Whatever Kubernetes knows: each test names what it looks at.
// oxlint-disable-next-line typescript/no-explicit-any
type Manifest = any;

const manifestsIn = (text: string): Manifest[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter(Boolean);

/** What Helm makes of the chart with these values, and of nothing else. */
async function rendered(values: object, release: string = packageJson.name): Promise<Manifest[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-chart-'));
  try {
    const file = join(folder, 'values.json');
    await writeFile(file, JSON.stringify(values));
    return manifestsIn(await helm('template', release, chart, '--namespace', 'graphql', '--values', file));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const kindOf = (objects: readonly Manifest[], kind: string) => objects.find((object) => object.kind === kind);

const containerOf = (objects: readonly Manifest[]) => kindOf(objects, 'Deployment').spec.template.spec.containers[0];

const variablesOf = (objects: readonly Manifest[]): Record<string, string> =>
  Object.fromEntries(containerOf(objects).env.map(({ name, value }: { name: string; value: string }) => [name, value]));

/** Everything that can be switched on, and every kind of value. */
const EVERYTHING = {
  image: { repository: 'registry.example.com/gateway', tag: '1.2.3', pullPolicy: 'Always', pullSecrets: ['pull'] },
  settings: { CACHE_TTL_SECONDS: '60', UPSTREAM_RATE: '40', DRAIN_DELAY_MS: '6500', CORS_ORIGINS: 'https://a.example' },
  files: {
    KANTATA_TOKEN_FILE: { secret: 'kantata', key: 'token' },
    UPSTREAM_CA_PATH: { configMap: 'authorities', key: 'ca.pem' },
  },
  service: { type: 'NodePort', port: 8080, annotations: { team: 'graphql' } },
  ingress: {
    enabled: true,
    className: 'nginx',
    annotations: { 'cert-manager.io/issuer': 'ours' },
    host: 'graphql.example.com',
    tlsSecret: 'graphql-tls',
  },
  monitoring: { podMonitor: true, alerts: true, dashboard: true },
  podAnnotations: { team: 'graphql' },
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  tolerations: [{ key: 'dedicated', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
  volumes: [{ name: 'facts', emptyDir: {} }],
  volumeMounts: [{ name: 'facts', mountPath: '/facts' }],
};

it('deploy/chart/values.schema.json has the settings of the gateway', async () => {
  await expect(`${JSON.stringify(valuesSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../deploy/chart/values.schema.json',
  );
});

it('deploy/chart/Chart.yaml has the version of the package', async () => {
  const { name, version, appVersion } = parse(await read('deploy/chart/Chart.yaml'));

  expect({ name, version, appVersion }).toEqual({
    name: packageJson.name,
    version: packageJson.version,
    appVersion: packageJson.version,
  });
});

const skipped = npmSkipped ? 'npm reaches no registry' : helmRuns ? '' : 'its package has no Helm for this machine';

describe.skipIf(skipped)(`the chart${skipped && `: skipped, ${skipped}`}`, () => {
  let plain: Manifest[] = [];
  let everything: Manifest[] = [];
  beforeAll(async () => {
    plain = await rendered({});
    everything = await rendered(EVERYTHING, 'second');
  }, 120_000);

  it('has nothing that the linter of Helm finds fault with', async () => {
    await expect(helm('lint', '--strict', chart)).resolves.toContain('0 chart(s) failed');
  });

  it('makes the objects of deploy/kubernetes.yaml, if no value is set', async () => {
    const byKind = (objects: readonly Manifest[]) =>
      Object.fromEntries(
        structuredClone(objects).map((object) => {
          // Where they come from, which stands beside what they are.
          object.metadata.labels = undefined;
          const env = object.kind === 'Deployment' && object.spec.template.spec.containers[0].env;
          if (env) env.sort((one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name));
          return [object.kind, object];
        }),
      );

    expect(byKind(plain)).toEqual(byKind(manifestsIn(await read('deploy/kubernetes.yaml'))));
  });

  it('makes objects as the schemas of Kubernetes have them, whatever is switched on', async () => {
    expect(everything.map(({ kind }) => kind as string).toSorted()).toEqual([
      'ConfigMap',
      'Deployment',
      'HorizontalPodAutoscaler',
      'Ingress',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'PodMonitor',
      'PrometheusRule',
      'Service',
    ]);
    for (const object of everything) {
      const model = models[`${object.apiVersion} ${object.kind}`];
      if (!model) throw new Error(`There is no ${object.apiVersion} ${object.kind}.`);
      expect(() => new model(object as never).validate()).not.toThrow();
    }
    expect(await typeErrorsOf(everything)).toBe('');
  }, 60_000);

  it('means one release everywhere, and none of another one', () => {
    const labels = { 'app.kubernetes.io/name': packageJson.name, 'app.kubernetes.io/instance': 'second' };
    const { spec } = kindOf(everything, 'Deployment');

    expect(spec.template.metadata.labels).toEqual(labels);
    expect(spec.selector.matchLabels).toEqual(labels);
    expect(kindOf(everything, 'Service').spec.selector).toEqual(labels);
    expect(kindOf(everything, 'PodDisruptionBudget').spec.selector.matchLabels).toEqual(labels);
    expect(kindOf(everything, 'NetworkPolicy').spec.podSelector.matchLabels).toEqual(labels);
    expect(kindOf(everything, 'PodMonitor').spec.selector.matchLabels).toEqual(labels);
    expect(kindOf(everything, 'HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe('second');
    expect(kindOf(everything, 'Ingress').spec.rules[0].http.paths[0].backend.service.name).toBe('second');
  });

  it('passes settings on as they are written, and files by the path that they are mounted at', () => {
    const { KANTATA_TOKEN_FILE, UPSTREAM_CA_PATH, ...others } = variablesOf(everything);
    const { volumes } = kindOf(everything, 'Deployment').spec.template.spec;
    const { sources } = volumes.find(({ name }: { name: string }) => name === 'files').projected;
    const [{ mountPath }] = containerOf(everything).volumeMounts;

    expect(loadConfig(others, [])).toMatchObject({ cacheTtlSeconds: 60, upstreamRate: 40, drainDelayMs: 6500 });
    expect(sources).toEqual([
      { secret: { name: 'kantata', items: [{ key: 'token', path: 'KANTATA_TOKEN_FILE' }] } },
      { configMap: { name: 'authorities', items: [{ key: 'ca.pem', path: 'UPSTREAM_CA_PATH' }] } },
    ]);
    expect(KANTATA_TOKEN_FILE).toBe(`${mountPath}/KANTATA_TOKEN_FILE`);
    expect(UPSTREAM_CA_PATH).toBe(`${mountPath}/UPSTREAM_CA_PATH`);
  });

  it('gives an instance that stops the time that its settings say', () => {
    const { drainDelayMs, drainTimeoutMs } = loadConfig({ DRAIN_DELAY_MS: '6500', DRAIN_TIMEOUT_MS: '15000' }, []);
    const { terminationGracePeriodSeconds } = kindOf(everything, 'Deployment').spec.template.spec;

    expect(terminationGracePeriodSeconds * 1000).toBeGreaterThanOrEqual(drainDelayMs + drainTimeoutMs + 5000);
  });

  it('brings the alerts and the dashboard as they stand in deploy/, for the job that the alerts look for', async () => {
    const rules = parse(await read('deploy/prometheus-rules.yaml'));
    const [job] = Object.values(kindOf(everything, 'ConfigMap').data) as [string];
    const { jobLabel } = kindOf(everything, 'PodMonitor').spec;
    const { labels } = kindOf(everything, 'Deployment').spec.template.metadata;

    expect(kindOf(everything, 'PrometheusRule').spec).toEqual(rules);
    expect(JSON.parse(job)).toEqual(JSON.parse(await read('deploy/grafana-dashboard.json')));
    expect(JSON.stringify(rules)).toContain(`job=\\"${labels[jobLabel]}\\"`);
  });

  it('is installed as docs/operations.md says', async () => {
    const [, line = ''] = /^helm install (.+)$/m.exec(await read('docs/operations.md')) ?? [];
    const [release = '', folder, ...args] = line.split(' ');
    const objects = manifestsIn(await helm('template', release, fileURLToPath(new URL(`${folder}`, root)), ...args));

    expect(variablesOf(objects)).toMatchObject({
      ALLOWED_HOSTS: 'graphql.example.com',
      KANTATA_TOKEN_FILE: '/files/KANTATA_TOKEN_FILE',
    });
  });

  it('is packed with all that it reads, and names the image of a release by its digest', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-chart-'));
    try {
      await helm('package', chart, '--destination', folder);
      const packed = join(folder, `${packageJson.name}-${packageJson.version}.tgz`);
      const digest = `sha256:${'0'.repeat(64)}`;
      const release = ['--set', `image.repository=ghcr.io/us/gateway,image.tag=v1.2.3@${digest}`];
      const everywhere = ['--set', 'monitoring.alerts=true,monitoring.dashboard=true'];
      const objects = manifestsIn(await helm('template', 'packed', packed, ...release, ...everywhere));

      expect(containerOf(objects).image).toBe(`ghcr.io/us/gateway:v1.2.3@${digest}`);
      expect(kindOf(objects, 'PrometheusRule').spec).toEqual(kindOf(everything, 'PrometheusRule').spec);
      expect(kindOf(objects, 'ConfigMap').data).toEqual(kindOf(everything, 'ConfigMap').data);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['a misspelt setting', { settings: { ALOWED_HOSTS: 'graphql.example.com' } }, 'ALOWED_HOSTS'],
    ['a setting that is no string', { settings: { MAX_RECORDS: 1_000_000 } }, 'MAX_RECORDS'],
    ['a secret among the settings', { settings: { KANTATA_TOKEN: 'abc' } }, 'KANTATA_TOKEN'],
    ['a file of two places', { files: { KANTATA_TOKEN_FILE: { secret: 'a', configMap: 'b', key: 'c' } } }, 'files'],
    ['a port of the chart', { settings: { PORT: '80' } }, 'PORT'],
    ['a misspelt value', { ingres: { enabled: true } }, 'ingres'],
  ])('refuses %s', async (_what, values, named) => {
    await expect(rendered(values)).rejects.toThrow(named);
  });

  it('takes every setting, as a string or as a file, but for the secrets themselves and its own', async () => {
    const { properties } = valuesSchema() as { properties: Record<string, { properties: object }> };
    const taken = [properties.settings, properties.files].flatMap((each) => Object.keys(each?.properties ?? {}));
    const secrets = Object.values(settings)
      .filter((setting) => 'secret' in setting)
      .map(({ variable }) => variable as string);

    expect(
      Object.values(settings)
        .map(({ variable }) => variable as string)
        .filter((variable) => !taken.includes(variable))
        .toSorted(),
    ).toEqual([...secrets, 'HOST', 'PORT', 'ADMIN_HOST', 'ADMIN_PORT'].toSorted());
    expect(secrets.filter((variable) => !taken.includes(`${variable}_FILE`))).toEqual([]);
  });
});

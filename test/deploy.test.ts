/** What stands in `deploy/` fits the gateway: its settings, its metrics, its ports, its alerts. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import packageJson from '../package.json' with { type: 'json' };
import { loadConfig } from '../src/config/config.ts';
import { settings } from '../src/config/settings.ts';
import { readDashboard } from '../tools/dashboard/dashboard.ts';
import { allMetrics } from './support/all-metrics.ts';
import { startCommand } from './support/command-line.ts';
import { startGateway } from './support/gateway.ts';
import { type Model, models, typeErrorsOf } from './support/kubernetes.ts';
import { buildContext, instructionsOf, stageImage } from './support/staged-image.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

const gateway = await startGateway({});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Every series that a page of metrics can hold, with the labels that it may have. */
const series = new Map(
  (
    allMetrics(gateway.gateway).getMetricsAsArray() as unknown as readonly {
      readonly name: string;
      readonly labelNames: readonly string[];
      readonly constructor: { readonly name: string };
    }[]
  ).flatMap(({ name, labelNames, constructor }): [string, readonly string[]][] =>
    constructor.name === 'Histogram'
      ? [
          [`${name}_bucket`, [...labelNames, 'le']],
          [`${name}_sum`, labelNames],
          [`${name}_count`, labelNames],
        ]
      : [[name, labelNames]],
  ),
);

/** Prometheus adds these to every series. */
const SCRAPED = ['instance', 'job'];

/** What an expression names that there is not: series, and labels of them. */
function strangersIn(expression: string): string[] {
  return [...expression.matchAll(/\b((?:kantata|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].flatMap(
    ([, name = '', matchers = '']) => {
      const labels = series.get(name);
      if (!labels) return [name];
      const named = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label]) => label as string);
      return named.filter((label) => ![...labels, ...SCRAPED].includes(label)).map((label) => `${name}{${label}}`);
    },
  );
}

const seriesIn = (expressions: readonly string[]) =>
  new Set(expressions.flatMap((text) => [...text.matchAll(/\b(?:kantata|nodejs|process)_\w+/g)].map(([name]) => name)));

describe('deploy/prometheus-rules.yaml', () => {
  const { groups } = parse(read('deploy/prometheus-rules.yaml')) as {
    groups: {
      rules: { alert: string; expr: string; labels: { severity: string }; annotations: { summary: string } }[];
    }[];
  };
  const rules = groups.flatMap((group) => group.rules);

  it.each(rules)('$alert asks for series and labels that there are, and says how bad it is', ({ expr, ...rule }) => {
    expect(strangersIn(expr)).toEqual([]);
    expect(['critical', 'warning']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).toMatch(/\.$/);
  });

  it('has the alerts that docs/operations.md explains, and no others', () => {
    const explained = [...read('docs/operations.md').matchAll(/^\| `(Kantata\w+)` \|/gm)].map(([, name]) => name ?? '');

    expect(rules.map(({ alert }) => alert).toSorted()).toEqual(explained.toSorted());
  });
});

describe('deploy/grafana-dashboard.json', () => {
  const { panels } = readDashboard();
  const graphs = panels.filter(({ type }) => type !== 'row');
  const expressions = graphs.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

  it.each(graphs)('$title asks for series and labels that there are', ({ targets = [] }) => {
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.flatMap(({ expr }) => strangersIn(expr))).toEqual([]);
  });

  it('shows every metric', () => {
    const shown = [...seriesIn(expressions)].map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    const all = [...series.keys()].map((name) => name.replace(/_(bucket|sum|count)$/, ''));

    expect([...new Set(all)].filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('has no two panels in one place, or of one id', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)}:${y + Math.floor(at / w)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });
});

describe('deploy/nginx.conf', () => {
  const configuration = read('deploy/nginx.conf');

  it('closes idle connections before the gateway does, and waits longer than it for an answer', () => {
    const { keepAliveTimeoutMs, operationTimeoutMs, maxRequestBodyBytes } = loadConfig({}, []);
    const valueOf = (directive: string) => Number(new RegExp(`${directive} (\\d+)[sk];`).exec(configuration)?.[1]);

    expect(valueOf('keepalive_timeout') * 1000).toBeLessThan(keepAliveTimeoutMs);
    expect(valueOf('proxy_read_timeout') * 1000).toBeGreaterThan(operationTimeoutMs);
    expect(valueOf('client_max_body_size') * 1024).toBe(maxRequestBodyBytes);
  });
});

describe('deploy/kubernetes.yaml', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes.yaml'));
  const objects = documents.map((document) => document.toJS());
  const ofKind = (kind: string) => objects.find((object) => object.kind === kind);
  const { spec } = ofKind('Deployment');
  const pod = spec.template.spec;
  const [container] = pod.containers;
  const env = Object.fromEntries(
    container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
  ) as Record<string, string>;

  it('can be read, and names every object in full', () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(objects.map(({ kind }) => kind)).toEqual([
      'Deployment',
      'Service',
      'PodDisruptionBudget',
      'HorizontalPodAutoscaler',
      'NetworkPolicy',
    ]);
    expect(new Set(objects.map(({ metadata }) => metadata.name))).toEqual(new Set([packageJson.name]));
  });

  it.each(objects)('has a $kind as the schemas of Kubernetes have it', (object) => {
    const model = models[`${object.apiVersion} ${object.kind}`];

    expect(model, `there is no ${object.apiVersion} ${object.kind}`).toBeDefined();
    expect(() => new (model as Model)(object as never).validate()).not.toThrow();
  });

  it('has no field that Kubernetes does not know', async () => {
    expect(await typeErrorsOf(objects)).toBe('');
    // Kubernetes ignores such a one, and the schemas let it pass.
    const [deployment, ...others] = structuredClone(objects);
    deployment.spec.template.spec.containers[0].readynessProbe = {};
    expect(await typeErrorsOf([deployment, ...others])).toContain('readynessProbe');
  }, 60_000);

  it('sets what there is to set, to values that are accepted', () => {
    const known = Object.values(settings).map(({ variable }) => variable as string);

    expect(Object.keys(env).filter((name) => name !== 'NODE_ENV' && !known.includes(name))).toEqual([]);
    expect(Object.values(env).every((value) => typeof value === 'string')).toBe(true);
    expect(loadConfig(env, [])).toMatchObject({ production: true, host: '0.0.0.0', adminPort: 9090 });
  });

  it('asks for paths that the admin port has, on ports that are open', async () => {
    const ports = Object.fromEntries(
      container.ports.map(({ name, containerPort }: { name: string; containerPort: number }) => [name, containerPort]),
    );
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];

    expect(ports).toEqual({ http: Number(env.PORT), admin: Number(env.ADMIN_PORT) });
    expect(probes.map(({ httpGet }) => `${httpGet.port} ${httpGet.path}`)).toEqual([
      'admin /health',
      'admin /health',
      'admin /ready',
    ]);
    expect(ofKind('Service').spec.ports[0].targetPort).toBe('http');
  });

  it('gives an instance that stops the time to be noticed, and to answer what is under way', () => {
    const { drainDelayMs, drainTimeoutMs } = loadConfig(env, []);
    const { periodSeconds, failureThreshold } = container.readinessProbe;

    expect(drainDelayMs).toBeGreaterThanOrEqual(periodSeconds * failureThreshold * 2 * 1000);
    expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(drainDelayMs + drainTimeoutMs);
    expect(spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
  });

  it('runs without rights, on a root file system that cannot be written', () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.securityContext.runAsUser).toBeGreaterThan(0);
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.image).toBe(`${packageJson.name}:${packageJson.version}`);
  });

  it('means the same instances everywhere', () => {
    const labels = { 'app.kubernetes.io/name': packageJson.name };

    expect(spec.selector.matchLabels).toEqual(labels);
    expect(spec.template.metadata.labels).toEqual(labels);
    expect(ofKind('Service').spec.selector).toEqual(labels);
    expect(ofKind('PodDisruptionBudget').spec.selector.matchLabels).toEqual(labels);
    expect(ofKind('NetworkPolicy').spec.podSelector.matchLabels).toEqual(labels);
    expect(ofKind('HorizontalPodAutoscaler').spec.scaleTargetRef).toMatchObject({
      kind: 'Deployment',
      name: packageJson.name,
    });
  });

  it('scales by a metric that there is, so that instances stay while one is disrupted', () => {
    const { minReplicas, maxReplicas, metrics: scaled } = ofKind('HorizontalPodAutoscaler').spec;
    const named = scaled.flatMap((metric: { pods?: { metric: { name: string } } }) => metric.pods?.metric.name ?? []);

    expect(named).toEqual(['kantata_operations_in_flight']);
    expect(series.has(named[0])).toBe(true);
    expect(minReplicas).toBeGreaterThan(ofKind('PodDisruptionBudget').spec.maxUnavailable);
    expect(maxReplicas).toBeGreaterThan(minReplicas);
  });
});

describe('deploy/Dockerfile', () => {
  it('has nothing that a linter of Dockerfiles finds fault with', () => {
    expect(validate(read('deploy/Dockerfile'))).toEqual([]);
  });

  const instructions = instructionsOf(read('deploy/Dockerfile'));
  const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));

  /** What is copied from the repository. */
  const copied = instructions
    .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1));

  it('begins every stage with one image, of a version that is named', () => {
    const [image = ''] = instructions.filter(({ name }) => name === 'ARG').map(({ rest }) => rest);

    expect(image).toMatch(/^NODE_IMAGE=node:\d+-\w+-slim$/);
    expect(Number(/node:(\d+)/.exec(image)?.[1])).toBeGreaterThanOrEqual(
      Number(/\d+/.exec(packageJson.engines.node)?.[0]),
    );
    const bases = instructions.filter(({ name }) => name === 'FROM').map(({ rest }) => rest.split(' ')[0]);
    expect(new Set(bases)).toEqual(new Set(['${NODE_IMAGE}']));
  });

  it('makes of what its build is given what it starts, with the dependencies of the package and no others', async () => {
    const image = await stageImage(read('deploy/Dockerfile'));
    try {
      await using command = startCommand({
        script: join(image.folder, 'bin', 'kantata-gateway.js'),
        args: ['--sandbox', '--port=0'],
        env: image.env,
      });
      const [, url = ''] = await command.printed(/^GraphQL +(\S+)$/m);
      const health = await fetch(new URL('/health', url));

      expect(health.status).toBe(200);
      // The user of the last stage reads it, and writes nothing.
      const cache = join(image.folder, 'dist/command/.cache');
      const [kept = ''] = readdirSync(cache).filter((name) => name.endsWith('-1000'));
      expect(readdirSync(join(cache, kept)).length).toBeGreaterThan(3);
      expect(statSync(join(cache, kept)).mode & 0o777).toBe(0o755);
      for (const name of readdirSync(join(cache, kept)))
        expect(statSync(join(cache, kept, name)).mode & 0o777).toBe(0o644);
      expect(image.dependencies).toEqual(expect.arrayContaining(Object.keys(packageJson.dependencies)));
      expect(image.dependencies).toEqual(expect.arrayContaining(Object.keys(packageJson.peerDependencies)));
      // Of lru-cache, Yoga brings a version of its own, of zod the server of MCP.
      const developed = Object.keys(packageJson.devDependencies).filter((name) => !['lru-cache', 'zod'].includes(name));
      expect(developed.filter((name) => image.dependencies.includes(name))).toEqual([]);
    } finally {
      image.remove();
    }
  }, 120_000);

  it('has a last stage that is neither built in nor run as root', () => {
    expect(instructions.filter(({ name }) => name === 'FROM')).toHaveLength(4);
    expect(last.filter(({ name }) => name === 'RUN')).toEqual([]);
    expect(last.findLast(({ name }) => name === 'USER')?.rest).toBe('node');
    expect(last.at(-1)).toEqual({
      name: 'ENTRYPOINT',
      rest: '["node", "--max-semi-space-size=64", "bin/kantata-gateway.js"]',
    });
  });

  it.each(copied)('copies %s, which there is, and which .dockerignore lets through', (path) => {
    expect(existsSync(new URL(path, root))).toBe(true);
    expect(buildContext()(path)).toBe(true);
  });

  it('copies all that the published package holds', () => {
    const shipped = last
      .filter(({ name }) => name === 'COPY')
      .flatMap(({ rest }) => rest.split(' '))
      .map((path) => path.replace(/^\/app\//, ''));

    expect(
      packageJson.files.filter((entry) => !entry.startsWith('!') && !shipped.includes(entry.replace('/*.graphql', ''))),
    ).toEqual([]);
  });

  it('sets what there is to set, to values that are accepted', () => {
    const pairs = last.find(({ name }) => name === 'ENV')?.rest.split(' ') ?? [];
    const env = Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));

    expect(loadConfig(env, [])).toMatchObject({ production: true, host: '0.0.0.0', port: 4000 });
  });

  it('has a health check that tells a gateway from none', async () => {
    const { rest = '' } = last.find(({ name }) => name === 'HEALTHCHECK') ?? {};
    const [, ...args] = JSON.parse(rest.slice(rest.indexOf('['))) as string[];
    const check = (port: string) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, args, { env: { PORT: port } }, () => resolve(child.exitCode));
      });

    expect(args[0]).toBe('-e');
    expect(await check(new URL(gateway.url).port)).toBe(0);
    expect(await check('1')).toBe(1);
  });
});

/** Schema of the chart's values, of which the settings are the gateway's own. Helm refuses what it does not have. */
import { type Setting, settings } from '../../src/config/settings.ts';

/** Set by the chart: its probes, its service and its policy name these ports. */
const OWN = ['HOST', 'PORT', 'ADMIN_HOST', 'ADMIN_PORT'];

/** Written, not read: a file of an entry in a Secret would be in the way. */
const WRITTEN = ['API_FACTS_FILE'];

type Schema = Readonly<Record<string, unknown>>;

const all: readonly Setting[] = Object.values(settings);
const isFile = ({ variable }: Setting) => /_(FILE|PATH)$/.test(variable) && !WRITTEN.includes(variable);

/** Settings that are strings of the Deployment. Secrets are none: everyone who may read a Deployment would see them. */
const plain = all.filter((setting) => !setting.secret && !isFile(setting) && !OWN.includes(setting.variable));

const object = (properties: Readonly<Record<string, Schema>>, rest: Schema = {}) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...rest,
});

const text = { type: 'string' };
const filled = { type: 'string', minLength: 1 };
const flag = { type: 'boolean' };
const count = (minimum: number, maximum?: number) => ({ type: 'integer', minimum, ...(maximum && { maximum }) });
const words = { type: 'object', additionalProperties: text };
const objects = { type: 'array', items: { type: 'object' } };

const described = (chosen: readonly Setting[], schema: Schema) =>
  Object.fromEntries(chosen.map(({ variable, description }) => [variable, { ...schema, description }]));

/** The whole schema, as `deploy/chart/values.schema.json` holds it. */
export const valuesSchema = (): Schema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...object({
    // Helm's own, for a chart that is part of another one.
    global: { type: 'object' },
    image: object({
      repository: filled,
      tag: text,
      pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
      pullSecrets: { type: 'array', items: filled },
    }),
    settings: object(described(plain, text), { required: ['DRAIN_DELAY_MS', 'DRAIN_TIMEOUT_MS'] }),
    files: object(
      described(all.filter(isFile), {
        type: 'object',
        additionalProperties: false,
        properties: { secret: filled, configMap: filled, key: filled },
        required: ['key'],
        oneOf: [{ required: ['secret'] }, { required: ['configMap'] }],
      }),
    ),
    replicas: count(0),
    autoscaling: object({
      enabled: flag,
      minReplicas: count(1),
      maxReplicas: count(1),
      cpuUtilization: count(1),
      operationsInFlight: count(0),
    }),
    disruptionBudget: { ...object({ maxUnavailable: { type: ['integer', 'string'] } }), type: ['object', 'null'] },
    resources: { type: 'object' },
    service: object({
      type: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] },
      port: count(1, 65_535),
      annotations: words,
    }),
    ingress: object({ enabled: flag, className: text, annotations: words, host: filled, tlsSecret: text }),
    networkPolicy: object({ enabled: flag, monitoringNamespace: filled }),
    monitoring: object({ podMonitor: flag, alerts: flag, dashboard: flag }),
    podAnnotations: words,
    nodeSelector: words,
    tolerations: objects,
    affinity: { type: 'object' },
    volumes: objects,
    volumeMounts: objects,
  }),
});

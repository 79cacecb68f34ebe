/** Objects of Kubernetes, held against its own schemas and types. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import { PrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Service } from 'kubernetes-models/v1';

const root = new URL('../../', import.meta.url);

/** An object of Kubernetes as its OpenAPI schema has it; `validate` throws what is wrong with one. */
export type Model = new (data: never) => { validate(): void };

export const models: Readonly<Record<string, Model>> = {
  'apps/v1 Deployment': Deployment,
  'v1 ConfigMap': ConfigMap,
  'v1 Service': Service,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler,
  'networking.k8s.io/v1 Ingress': Ingress,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'monitoring.coreos.com/v1 PodMonitor': PodMonitor,
  'monitoring.coreos.com/v1 PrometheusRule': PrometheusRule,
};

/** Where the types of these objects are: those of operators come in packages of their own. */
const typesOf = (apiVersion: string) =>
  apiVersion.startsWith('monitoring.coreos.com/')
    ? `@kubernetes-models/prometheus-operator/${apiVersion}`
    : `kubernetes-models/${apiVersion}`;

/** What the compiler has to say of these objects as literals of the types of Kubernetes. */
export async function typeErrorsOf(objects: readonly { apiVersion: string; kind: string }[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-manifests-'));
  try {
    await symlink(fileURLToPath(new URL('test/node_modules', root)), join(folder, 'node_modules'));
    const literals = objects.map(({ apiVersion, kind, ...fields }) => {
      const type = `import('${typesOf(apiVersion)}').I${kind}`;
      return `(${JSON.stringify(fields)}) satisfies Omit<${type}, 'apiVersion' | 'kind'>;`;
    });
    await writeFile(join(folder, 'manifests.ts'), literals.join('\n'));
    const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', ''];
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, ...options, join(folder, 'manifests.ts')], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

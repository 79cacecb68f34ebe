/** The way of all requests for operations, as the options of a gateway describe it. */
import type { RequestHead } from '../identity/request-head.ts';
import type { MemoryBudget } from '../upstream/memory-budget.ts';
import { principalOf } from '../upstream/principal.ts';
import { Admission } from './admission.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { GatewayPlugin } from './gateway-plugin.ts';
import { findDocument } from './persisted-documents.ts';
import { type Perform, performDirectly, Pipeline } from './pipeline.ts';
import { performWithPlugins, type PluginHostOptions } from './plugin-host.ts';
import { routerCheck } from './router-secret.ts';
import type { GatewayUpstream } from './upstream-of.ts';

const DEFAULT_MAX_IN_FLIGHT = 200;
const DEFAULT_MAX_QUEUED = 200;
const DEFAULT_QUEUE_WAIT_MS = 150;
/** Explanations that wait for the one that is worked on, and for how long in milliseconds: they are free, and cost time. */
const EXPLANATIONS_QUEUED = 40;
const EXPLANATION_WAIT_MS = 1_000;

interface PipelineParts extends Omit<PluginHostOptions, 'plugins'> {
  readonly admission: Admission;
  readonly memory: MemoryBudget;
  readonly upstream: Pick<GatewayUpstream, 'accepts'>;
  readonly maxRequestBodyBytes: number;
}

/** The pipeline that all endpoints share. */
export function pipelineOf(
  options: GatewayOptions,
  { admission, memory, upstream, maxRequestBodyBytes, ...run }: PipelineParts,
): Pipeline {
  return new Pipeline({
    admission,
    explaining: new Admission({ maxInFlight: 1, maxQueued: EXPLANATIONS_QUEUED, maxWaitMs: EXPLANATION_WAIT_MS }),
    memory,
    // Identified callers are known; tokens of the API's own are, once it has answered them.
    isAccepted: ({ token, isKnown }) =>
      isKnown || options.identify !== undefined || upstream.accepts(principalOf(token)),
    log: run.log,
    maxRequestBodyBytes,
    batchLimit: options.batchLimit ?? 0,
    perform: performBy(options.plugins ?? [], run),
    find: findDocument(options),
    wishes: wishesBy(options),
    observer: options.observer,
    tracing: options.tracing,
    statuses: options.httpStatuses,
  });
}

/** How many requests for operations are worked on at once, and how many wait. */
export const admissionOf = ({ maxInFlight, maxQueued, queueWaitMs }: GatewayOptions, memory: MemoryBudget) =>
  new Admission({
    maxInFlight: maxInFlight ?? DEFAULT_MAX_IN_FLIGHT,
    maxQueued: maxQueued ?? DEFAULT_MAX_QUEUED,
    maxWaitMs: queueWaitMs ?? DEFAULT_QUEUE_WAIT_MS,
    isFull: (caller) => memory.isTightFor(caller),
  });

/** What the headers of a request ask for beside its answer. */
function wishesBy(options: GatewayOptions) {
  const isRouter = routerCheck(options.federationSecret ?? null);
  return (request: RequestHead) => {
    const fromRouter = isRouter(request);
    const { 'apollo-federation-include-trace': include, 'x-upstream-trace': trace } = request.headers;
    return {
      isRouter: fromRouter,
      trace: options.explain && trace === '1',
      federatedTrace: (options.federationTrace ?? false) && include === 'ftv1' && fromRouter,
    };
  };
}

/** Runs operations with nothing in between where there are no plugins. What runs nothing has none. */
function performBy(plugins: readonly GatewayPlugin[], run: Omit<PluginHostOptions, 'plugins'>): Perform {
  const directly = performDirectly(run);
  if (plugins.length === 0) return directly;
  const hosted = performWithPlugins({ ...run, plugins });
  return (operation) => (operation.mode.looksOnly ? directly(operation) : hosted(operation));
}

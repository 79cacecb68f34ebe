/** A process that writes an export: a gateway without a port, over the API or the embedded sandbox, with one caller. */
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config/config.ts';
import type { ExportConfig } from '../config/export-config.ts';
import { type ExportExit, exportToFile, type Output } from '../export/export-to-file.ts';
import { type LocalExports, localExports } from '../export/local-export.ts';
import { createGateway } from '../http/gateway.ts';
import { callerIdOf } from '../identity/caller-id.ts';
import { serviceOf } from '../identity/from-config.ts';
import type { Identity } from '../identity/identity.ts';
import { standardError } from '../observe/destination.ts';
import { createLog } from '../observe/log.ts';
import { DEMO_TOKEN } from './demo.ts';
import { startDemoApi } from './demo-api.ts';
import { limitsOf } from './export-options.ts';
import { type Opened, orNothing } from './opened.ts';

/** Exports in this process, under its own token. */
export interface OwnExports {
  readonly exports: LocalExports;
  readonly identify: () => Identity | Promise<Identity>;
  readonly schema: GraphQLSchema;
  close(): Promise<void>;
}

/** Makes them. What the log has to say goes to standard error; a line for each operation is said by progress instead. */
export const openExports = (config: Config): Promise<OwnExports> =>
  orNothing(async (opened: Opened) => {
    const stderr = standardError(process.stderr, { shared: false });
    opened.add(() => stderr.flush());
    const log = createLog(config.logLevel === 'info' ? 'error' : config.logLevel, stderr);
    const sandbox = await startDemoApi(config);
    opened.add(() => sandbox?.close());
    const service = await serviceOf({ ...config, inboundSecret: null, inboundJwksUrl: null }, log);
    opened.add(() => service?.close());
    const identify = service?.options.identify ?? (() => demoIdentity);
    const exports = localExports();
    const gateway = createGateway({
      ...config,
      ...service?.options,
      identify,
      persistedDocuments: 'off',
      apiUrl: sandbox?.url ?? config.apiUrl,
      log: log.error,
      observer: log.observer,
      suggestions: true,
      door: exports.door,
    });
    opened.add(() => gateway.close());
    return {
      exports,
      schema: gateway.schema,
      identify: () => identify({ headers: {}, rawHeaders: [] }),
      close: () => opened.close(),
    };
  });

const demoIdentity: Identity = {
  token: DEMO_TOKEN,
  principal: callerIdOf(DEMO_TOKEN),
  credential: null,
  cursorKey: DEMO_TOKEN,
};

/** Runs the command. Returns its exit status. */
export async function runExport({ config, ...asked }: ExportConfig, output: Output): Promise<ExportExit> {
  const own = await openExports(config);
  const { exports, identify } = own;
  try {
    const limits = { ...limitsOf(config), rows: asked.limit };
    return await exportToFile(exports, identify, { ...asked, limits }, output);
  } finally {
    await own.close();
  }
}

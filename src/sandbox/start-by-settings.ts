import { dialectHelp, dialectOf } from './dialect.ts';
import { type Sandbox, startSandbox } from './server.ts';

/** What the settings say of the embedded sandbox. */
export interface SandboxSettings {
  readonly sandboxSeed: number;
  readonly sandboxSize: number;
  /** Words of the dialect, separated by commas. */
  readonly sandboxDialect: string;
}

/** The settings name a dialect that the sandbox does not speak. The message lists the words that there are. */
export class UnknownDialect extends Error {
  override readonly name = 'UnknownDialect';
}

/** Starts the stand-in with a made-up account, on any free port. Rejects with {@link UnknownDialect}. */
export async function startBySettings(settings: SandboxSettings): Promise<Sandbox> {
  const dialect = dialectOf(settings.sandboxDialect);
  if (!dialect)
    throw new UnknownDialect(`SANDBOX_DIALECT must be made of these words, separated by commas:\n${dialectHelp()}`);
  return startSandbox({ seed: settings.sandboxSeed, size: settings.sandboxSize, dialect });
}

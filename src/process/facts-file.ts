/** What the API has shown of itself, kept in a file from one run to the next. */
import { renameSync, writeFileSync } from 'node:fs';
import { fileContent } from '../config/file-content.ts';
import { version } from '../config/version.ts';

/** See `ApiFacts`. */
interface Facts {
  readonly revision: number;
  save(api: string): string;
  restore(text: string, api: string): boolean;
}

export interface FactsFile {
  /** Writes what was learned since, and learns no more. */
  close(): void;
}

/** Facts change in the first minutes, and hardly ever after that. */
const EVERY_MS = 60_000;

/**
 * Reads facts about an API from a file, and writes them there when they change. Without the file it starts empty. A
 * file that cannot be read or written is reported to `warn`, and has no other effect.
 *
 * @param api names the API: facts about another are not taken.
 */
export function keepFacts(facts: Facts, path: string, api: string, warn: (line: string) => void): FactsFile {
  const name = 'API_FACTS_FILE';
  const before = fileContent(path);
  if (before !== null && !facts.restore(before, api))
    warn(`${name} holds no facts about this API that version ${version()} can read: they are learned anew`);
  let written = facts.revision;
  const write = () => {
    if (facts.revision === written) return;
    // Other processes may have learned more meanwhile.
    const now = fileContent(path);
    if (now !== null) facts.restore(now, api);
    written = facts.revision;
    try {
      const beside = `${path}.${process.pid}`;
      writeFileSync(beside, facts.save(api), { mode: 0o644 });
      renameSync(beside, path);
    } catch (error) {
      warn(
        `${name} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): facts are lost at the end`,
      );
    }
  };
  const timer = setInterval(write, EVERY_MS).unref();
  return {
    close() {
      clearInterval(timer);
      write();
    },
  };
}

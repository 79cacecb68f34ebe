/** Several records where the client asked for the one. */
import { shown } from '../schema/global-id.ts';
import type { Resource } from '../schema/resource.ts';

/** A record that is linked to an id of another system. */
export interface MatchedRecord {
  readonly resource: Resource;
  readonly id: string;
  /** The integration, and what the other system calls the object, of the link that was found first. */
  readonly serviceName: string;
  readonly serviceModel: string;
}

/** Records that an error names. */
const MOST_NAMED = 10;

export class SeveralRecords extends Error {
  override readonly name = 'SeveralRecords';
  /** Global ids, each with the link that leads to it; at most {@link MOST_NAMED}. */
  readonly matches: readonly { readonly id: string; readonly serviceName: string; readonly serviceModel: string }[];

  /** @param uncounted the type whose list had too many links with this id to look at them all. */
  constructor(ref: string, records: readonly MatchedRecord[], uncounted?: string) {
    const named = records.slice(0, MOST_NAMED).map(({ resource, id, serviceName, serviceModel }) => ({
      id: `${resource.type}:${id}`,
      serviceName,
      serviceModel,
    }));
    const which = named.map(({ id, ...link }) => `${id} (${`${link.serviceName} ${link.serviceModel}`.trim()})`);
    super(
      uncounted === undefined
        ? `${records.length} records are linked to ${shown(ref)}: ${which.join(', ')}. Give \`types\`, \`serviceName\` or \`serviceModel\` that only one of them has.`
        : `More links than can be looked at lead from ${shown(ref)} and the ids beside it to records in the list of ${uncounted}. List them with \`externalReferences\`.`,
    );
    this.matches = named;
  }
}

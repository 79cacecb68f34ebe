/** From the schemas of subgraphs to that of the larger graph, by the composition of The Guild. */
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  /** Its schema, as its `_service { sdl }` answers it. */
  readonly sdl: string;
}

/** The supergraph's schema, which routers run. Throws with every reason why the subgraphs do not fit together. */
export function compose(subgraphs: readonly Subgraph[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl) throw new Error((errors ?? []).map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

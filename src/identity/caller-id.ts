import { principalOf } from '../upstream/principal.ts';

declare const brand: unique symbol;

/**
 * Who asks: whose share of the room a request takes, and whose line it has in the log. With a token of the gateway's own,
 * many callers ask under one token. It says nothing of what the caller brought, and does not pass for the name of a token.
 */
export type CallerId = string & { readonly [brand]: 'caller' };

/** The caller who brings this: the same one for as long as the process runs. */
export const callerIdOf = (credential: string): CallerId => principalOf(credential) as string as CallerId;

/** Stands for all callers whose tokens the API has not accepted yet: together they have the room of one. */
export const STRANGERS = 'strangers' as CallerId;

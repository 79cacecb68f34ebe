/** What the configuration says of tools for assistants. They are loaded only where they are served. */
import type { Config } from '../config/config.ts';
import type { Mcp } from '../mcp/index.ts';
import { savedOperations } from './saved-operations.ts';

/** The tools that the configuration asks for. Rejects where a saved operation is not valid, or cannot be read. */
export async function mcpOf(config: Config): Promise<Mcp> {
  const { createMcp } = await import('../mcp/index.ts');
  const { mcpOperations, mcpMaxTokens, inboundJwksUrl, inboundIssuer, inboundAudience, persistedManifest } = config;
  const scopes = config.inboundScopes ?? [];
  const operations = savedOperations(mcpOperations, persistedManifest);
  const isByIssuer = inboundJwksUrl !== null && inboundIssuer !== null && inboundAudience !== null;
  return createMcp({
    operations,
    maxTokens: mcpMaxTokens,
    consentAbove: config.mcpConsentCalls,
    keepsSessions: config.mcpSessions,
    isSandbox: config.sandbox,
    protectedBy: isByIssuer ? { issuer: inboundIssuer, audience: inboundAudience, scopes } : null,
  });
}

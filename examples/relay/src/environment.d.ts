interface ImportMetaEnv {
  /** Address of the gateway's GraphQL endpoint. Without it, that of `npm run demo`. */
  readonly VITE_GRAPHQL_URL?: string;
}

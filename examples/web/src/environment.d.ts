interface ImportMetaEnv {
  /** Address of the gateway's GraphQL endpoint. Without it, that of `npm run demo`. */
  readonly VITE_GRAPHQL_URL?: string;
  /** `on`: people sign in at the gateway, and the page has no token. */
  readonly VITE_SIGN_IN?: string;
  /** `on`: ask for documents by their hash, and never send their text. */
  readonly VITE_PERSISTED_DOCUMENTS?: string;
}

/** Types for the documents in `src`, and what Apollo's cache must know of unions: `npm run codegen`. */
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/gql/**'],
  generates: {
    'src/gql/': {
      preset: 'client',
      // Apollo's cache needs the type of everything, and nothing can be added to a document that is named by its hash.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        // Not `useFragment`: it is no hook, and may be called in a loop or in a condition.
        fragmentMasking: { unmaskFunctionName: 'unmask' },
        // The list of documents for a gateway that answers no others, and the hash of each in its document.
        persistedDocuments: true,
      },
      config: {
        scalars: { Date: 'string', DateTime: 'string', SafeInt: 'number', JSON: 'unknown' },
        strictScalars: true,
        defaultScalarType: 'unknown',
        useTypeImports: true,
      },
    },
    'src/gql/possible-types.ts': {
      plugins: ['fragment-matcher'],
      config: { apolloClientVersion: 3, useExplicitTyping: true },
    },
  },
};

export default config;

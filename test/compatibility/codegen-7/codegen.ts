import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  // The file, and not an address: of that one, the generator does not ask for @oneOf.
  schema: 'node_modules/kantata-graphql-gateway/schema.graphql',
  documents: 'ask.ts',
  importExtension: '.ts',
  generates: {
    'gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        scalars: { Date: 'string', DateTime: 'string', SafeInt: 'number', JSON: 'unknown' },
        strictScalars: true,
        useTypeImports: true,
        documentMode: 'string',
        enumType: 'string-literal',
      },
    },
  },
};

export default config;

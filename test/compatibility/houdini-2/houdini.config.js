export default {
  schemaPath: './node_modules/kantata-graphql-gateway/schema.graphql',
  include: 'src/**/*.gql',
  scalars: {
    Date: { type: 'string' },
    DateTime: { type: 'string' },
    SafeInt: { type: 'number' },
    JSON: { type: 'unknown' },
  },
};

// Loaded by Node as it is: Next would look for the optional packages while it builds.
export default { serverExternalPackages: ['kantata-graphql-gateway'] };

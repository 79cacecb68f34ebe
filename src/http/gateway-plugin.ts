/**
 * A plugin of GraphQL Yoga or of Envelop: an object with some of their hooks. Its type is `Plugin` of `graphql-yoga`. That
 * is not named here, because a program that has no plugins then needs no types of Yoga.
 */
export type GatewayPlugin = object;

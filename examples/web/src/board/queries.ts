import { graphql } from '../gql/index.ts';

/** A page of the board: one status's references, and with the first page what the chart is made from. */
export const ReferencePage = graphql(`
  query ReferencePage(
    $types: [ExternalReferenceSubjectType!]!
    $filter: ExternalReferenceFilter!
    $first: Int!
    $after: String
    $withOverview: Boolean!
    $overviewSize: Int!
  ) {
    externalReferences(
      subjectTypes: $types
      filter: $filter
      orderBy: LAST_SYNCED_AT_DESC
      first: $first
      after: $after
    ) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { cursor node { id serviceName status ...ReferenceCard } }
    }
    overview: externalReferences(subjectTypes: $types, orderBy: CREATED_AT_DESC, first: $overviewSize)
      @include(if: $withOverview) {
      totalCount
      edges { node { id serviceName status } }
    }
  }
`);

/** The same overview, read from the cache, where the first page has put it. Never sent. */
export const Overview = graphql(`
  query Overview($types: [ExternalReferenceSubjectType!]!, $overviewSize: Int!) {
    overview: externalReferences(subjectTypes: $types, orderBy: CREATED_AT_DESC, first: $overviewSize) {
      totalCount
      edges { node { id serviceName status } }
    }
  }
`);

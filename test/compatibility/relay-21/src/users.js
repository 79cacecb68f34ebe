import { graphql } from 'relay-runtime';

// The compiler reads it; the query is what it writes.
export const users = () => graphql`
  query usersQuery {
    users(first: 1) {
      nodes {
        id
        fullName
      }
    }
  }
`;

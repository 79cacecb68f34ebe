/** As much of the gateway's schema as the compared shapes need. */
export const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar Date

  type Query {
    workspaceResources(first: Int = 20): WorkspaceResourceConnection
    workspaceResource(id: ID!): WorkspaceResource
    externalReferences(subjectType: ExternalReferenceSubjectType!, first: Int = 20): ExternalReferenceConnection
  }

  type WorkspaceResourceConnection {
    nodes: [WorkspaceResource]
  }

  type ExternalReferenceConnection {
    nodes: [ExternalReference]
  }

  type WorkspaceResource {
    id: ID!
    displayLabel: String
    fullName: String
    roleName: String
    workspaceTitle: String
    createdAt: DateTime
    updatedAt: DateTime
    workspace: Workspace
    user: User
    role: Role
    participation: Participation
    externalReferences: [ExternalReference]
  }

  type Workspace {
    id: ID!
    title: String
    currency: String
    dueDate: Date
  }

  type User {
    id: ID!
    fullName: String
    emailAddress: String
  }

  type Role {
    id: ID!
    name: String
  }

  type Participation {
    id: ID!
    role: String
  }

  type ExternalReference {
    id: ID!
    serviceName: String
    serviceModelRef: String
    status: String
    subject: ExternalReferenceSubject
  }

  type Story {
    id: ID!
    title: String
    state: String
  }

  union ExternalReferenceSubject = WorkspaceResource | Story | User

  enum ExternalReferenceSubjectType {
    WORKSPACE_RESOURCE
    STORY
  }
`;

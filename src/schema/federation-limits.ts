/** What a federated operation may ask, checked before anything of it is asked. */
import type { VariableDefinitionNode } from 'graphql';

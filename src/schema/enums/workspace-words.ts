/** Apart from the type that carries them, because its filters, in a file of their own, take them too. */
import { enumeration } from '../attribute.ts';

export const WorkspaceStage = enumeration('WorkspaceStage', 'How far along a project is.', {
  estimate: 'It is still being estimated.',
  project: 'It is under way as a project.',
});

export const WorkspaceArchivedFilter = enumeration(
  'WorkspaceArchivedFilter',
  'What a list does with archived projects.',
  {
    only: 'Lists archived projects and no others.',
    exclude: 'Leaves archived projects out.',
    include: 'Lists archived projects among the others.',
  },
);

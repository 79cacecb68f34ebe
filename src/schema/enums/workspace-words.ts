/** Apart from the type that carries them, because its filters, in a file of their own, take them too. */
import { enumeration } from '../attribute.ts';

export const WorkspaceStage = enumeration('WorkspaceStage', 'Stage of a project.', {
  estimate: 'Being estimated.',
  project: 'Under way as a project.',
});

export const WorkspaceArchivedFilter = enumeration('WorkspaceArchivedFilter', 'How a list treats archived projects.', {
  only: 'List only archived projects.',
  exclude: 'Exclude archived projects.',
  include: 'Include archived projects.',
});

/** Apart from the types that filter by it: responses and templates import each other. */
import { enumeration } from '../attribute.ts';

export const SurveySubjectType = enumeration('SurveySubjectType', 'Kinds of record that a survey can be about.', {
  Workspace: 'Projects.',
  Story: 'Tasks.',
  User: 'Users.',
});

/** Lists of what was changed, and when: events, changes of state, snapshots. */
import { beside, type Cases, either, flag, keeps, oneId, someIds } from './case.ts';
import { flagIn } from './common.ts';

const OLD = { created_at: '2026-03-01T10:00:00Z' };
const NEW = { created_at: '2026-03-01T11:00:00Z' };
const task = { subject_type: 'Story', subject_id: 70 };

export const HISTORY: Readonly<Record<string, Cases>> = {
  ProjectSnapshot: {
    workspaceId: oneId('Workspace', 'workspace_id'),
    byTitle: keeps('"AGREED"', 'AGREED', { title: 'As agreed' }, { title: 'Half way' }),
    isBaseline: either({ is_baseline: true }, { is_baseline: false }),
  },
  StoryStateChange: { storyId: keeps('"70"', '70', {}, { story_id: '71' }) },
  SubscribedEvent: {
    eventTypes: keeps(
      '["story:created", "user:updated"]',
      'story:created,user:updated',
      { event_type: 'user:updated' },
      { event_type: 'user:created' },
    ),
    subjectType: keeps('USER', 'User', { subject_type: 'User' }, { subject_type: 'Story' }),
    subjectId: beside(
      'subjectType: STORY',
      { subject_type: 'Story' },
      keeps('["70", 72]', '70,72', task, { ...task, subject_id: 71 }),
    ),
    userIds: someIds('User', 'user_id'),
    mostRecent: flag(
      { ...task, ...NEW, event_type: 'story:updated' },
      { ...task, ...OLD, event_type: 'story:created' },
    ),
    mostRecentByEventType: flag(
      { ...task, ...NEW, event_type: 'story:updated' },
      { ...task, ...OLD, event_type: 'story:updated' },
    ),
  },
  WorkspaceBaseline: { workspaceId: oneId('Workspace', 'workspace_id') },
  WorkspaceStatusChange: { workspaceId: keeps('"70"', '70', {}, { workspace_id: '71' }) },
  LineItemLock: {},
  ProjectTemplate: {
    byTitle: keeps('"launch"', 'launch', { title: 'Website Launch' }, { title: 'Migration' }),
    matching: keeps('"launch"', 'launch', { title: 'Website Launch' }, { title: 'Migration' }),
    mine: flagIn('user_id', '1', '2'),
  },
};

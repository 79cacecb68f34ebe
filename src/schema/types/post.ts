import { boolean, dateTime, id, integer, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, idsOnly, polymorphic, resource } from '../resource.ts';
import { Attachment } from './attachment.ts';
import { ExternalReference } from './external-reference.ts';
import { Story } from './story.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const Post = resource('Post', {
  collection: 'posts',
  area: 'Projects',
  description: 'A message that someone wrote in a project, or a reply to one.',
  attributes: {
    message: text('The message as written.'),
    parsedMessage: text('The message with its markdown turned into HTML, where the account renders markdown.'),
    formattedMessage: text('The message as sanitized HTML, with links, mentions and emoji.'),
    private: boolean('Whether only its recipients can read it.'),
    // The documentation speaks of a post that has replies, the name of one that is a reply.
    reply: boolean('By its name, whether it is a reply. The API documents it unclearly; `subjectId` is more reliable.'),
    replyCount: integer('How many replies it has.'),
    newestReplyAt: dateTime('When the latest reply was written; null when there is none.'),
    hasAttachments: boolean('Whether files are attached to it.'),
    subjectType: text(
      'Kind of the record that it replies to, as a class name such as `Post`; null when it is not a reply.',
    ),
    subjectId: id('Kantata id of the record that it replies to; null when it is not a reply.'),
    subjectTitle: text('Title of the proof that it comments on. Null when there is none.'),
    createdAt: dateTime('When the post was written.'),
    updatedAt: dateTime('When the post last changed.'),
  },
  endpoint: {
    single: true,
    // `parents_only` hides nothing at its default. `from_archived_workspaces` is not revealed: the same parameter of
    // expenses may select archived projects alone, and loads by id would then lose all other posts.
    defaults: { from_archived_workspaces: 'false', parents_only: 'false' },
    orders: ['newest_reply_at:asc', 'newest_reply_at:desc'],
    defaultOrder: 'newest_reply_at:desc',
    filters: {
      ...byIds('Post', 'posts'),
      workspaceId: filter.id('Only posts of this project; the API accepts one at a time.', 'Workspace'),
      storyId: filter.id('Only posts on this task. `storyIds` takes several.', 'Story'),
      storyIds: filter.ids('Only posts on these tasks.', 'Story'),
      private: filter.flag('True for posts that only their recipients see. False has no effect.'),
      parentsOnly: filter.boolean('True excludes replies. Default of the API: false, which includes them.'),
      fromArchivedWorkspaces: filter.boolean(
        'True includes posts of archived projects. Default of the API: false, which hides them.',
      ),
      search: filter.text(
        'Full-text search, best match first; the API does not document which attributes it searches. Cannot be combined with `ids`.',
      ),
      ...byReferences('posts'),
      ...byTimes('posts'),
    },
  },
});

Post.associations(() => ({
  user: belongsTo(User, 'Who wrote the post. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project it was written in. Null when hidden from the caller.'),
  story: belongsTo(Story, 'The task of the post. Null when it has none, or the task is hidden.'),
  recipients: hasMany(User, 'Who a private post is for; empty when the post is not private.'),
  subject: polymorphic(
    'PostSubject',
    [Post],
    'The post that this one replies to. Null when it is not a reply, or replies to a record of an undocumented kind; see `subjectType` and `subjectId`.',
    { typeField: 'subject_type', idField: 'subject_id' },
  ),
  replies: hasMany(Post, 'Replies to the post; empty when there are none.'),
  newestReply: hasOne(Post, 'The latest reply; null when there is none.'),
  newestReplyUser: hasOne(User, 'Who wrote the latest reply; null when there is none.'),
  attachments: hasMany(Attachment, 'Files attached to the post; empty when there are none.'),
  googleDocuments: idsOnly(
    'Google documents linked to the post. The API publishes nothing about these records but their ids.',
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));

/** What is said about a project: posts and replies, status reports, surveys. */
import { at, day } from './calendar.ts';
import { attach, type Draft } from './ledger.ts';
import type { Project } from './project.ts';
import { PHRASES } from './vocabulary.ts';
import { stamps } from './stamps.ts';

function post({ ledger, workspace, team }: Project, task: Draft | null, parent: Draft | null) {
  const { random } = ledger;
  const message = random.pick(PHRASES);
  const said = parent ? random.between(-20, -1) : random.between(-90, -21);
  const draft = ledger.add('posts', {
    message,
    parsed_message: random.chance(0.8) ? message : null,
    formatted_message: `<p>${message}</p>`,
    private: parent === null && random.chance(0.2),
    reply: parent !== null,
    reply_count: 0,
    newest_reply_at: at(said, 40_000),
    has_attachments: false,
    subject_type: parent ? 'Post' : null,
    subject_id: parent ? Number(parent.id) : null,
    subject_title: null,
    user_id: random.pick(team).id,
    workspace_id: workspace.id,
    story_id: task?.id ?? null,
    recipient_ids: [],
    reply_ids: [],
    newest_reply_id: null,
    newest_reply_user_id: null,
    attachment_ids: [],
    google_document_ids: random.chance(0.1) ? [String(random.between(60_001, 60_099))] : [],
    ...stamps(random, said, said),
  });
  if (draft.private) draft.recipient_ids = random.some(team, 2).map((user) => user.id);
  if (parent) {
    attach(parent, 'reply_ids', draft.id);
    Object.assign(parent, {
      reply_count: (parent.reply_count as number) + 1,
      newest_reply_at: draft.created_at,
      newest_reply_id: draft.id,
      newest_reply_user_id: draft.user_id,
    });
    if (task) attach(task, 'reply_ids', draft.id);
  }
  return draft;
}

function attachFile({ ledger, team }: Project, to: Draft, task: Draft | null) {
  const { random } = ledger;
  const picture = random.chance(0.4);
  const { id } = ledger.add('attachments', {
    filename: picture ? 'whiteboard.png' : 'minutes.docx',
    filesize: random.between(8_000, 4_000_000),
    url: `https://files.example.com/posts/${random.between(10_000, 99_999)}`,
    previewable: picture,
    view_in_new_tab: false,
    creator_name: random.pick(team).full_name,
    deletable: true,
    deleted_at: random.chance(0.1) ? at(-3, 45_000) : null,
    ...stamps(random, -60),
  });
  to.has_attachments = true;
  attach(to, 'attachment_ids', id);
  if (task) attach(task, 'attachment_ids', id);
}

const COLOURS = ['green', 'yellow', 'red'];

function report({ ledger, workspace, team, index }: Project, latest: boolean) {
  const { random } = ledger;
  const draft = ledger.add('status_reports', {
    color: COLOURS[index % 3],
    description: random.pick(PHRASES),
    details: ['Scope', 'Budget', 'Schedule', 'Client'].slice(0, random.between(0, 4)).map((category) => ({
      category,
      color: random.pick(COLOURS),
      description: random.chance(0.6) ? random.pick(PHRASES) : '',
    })),
    creator_id: team[0]?.id,
    updater_id: random.chance(0.6) ? random.pick(team).id : null,
    workspace_id: workspace.id,
    ...(latest ? { created_at: at(0, 30_000), updated_at: at(0, 31_000) } : stamps(random, -120, -7)),
  });
  attach(workspace, 'status_report_ids', draft.id);
  workspace.current_status_report_id = latest ? draft.id : null;
}

function survey({ ledger, workspace, team, client, index }: Project, tasks: readonly Draft[]) {
  const { random } = ledger;
  const templates = ledger.all('survey_templates');
  const template = templates[index % templates.length] as Draft;
  const opened = random.between(-90, -20);
  const subjects = [
    { key: 'workspaces', id: workspace.id },
    { key: 'stories', id: tasks[0]?.id ?? '' },
    { key: 'users', id: team[0]?.id ?? '' },
  ];
  const subject = random.chance(0.9) ? (subjects[index % 3] ?? null) : null;
  template.subject_ref ??= subject;
  template.workspace_id ??= workspace.id;
  const draft = ledger.add('survey_responses', {
    title: template.title,
    description: random.chance(0.7) ? template.description : null,
    status: random.pick(['pending', 'open', 'completed']),
    open_date: day(opened),
    due_date: random.chance(0.8) ? day(opened + 14) : null,
    close_date: random.chance(0.7) ? day(opened + 30) : null,
    survey_template_id: template.id,
    respondent_id: random.chance(0.9) ? client.contacts[0]?.id : null,
    owner_id: team[0]?.id,
    workspace_id: workspace.id,
    subject_ref: subject,
    survey_answer_ids: [],
    ...stamps(random, opened, -1),
  });
  attach(template, 'survey_response_ids', draft.id);
  for (const id of (template.survey_question_ids as string[]).slice(0, 2)) {
    const choices = ledger.get('survey_questions', id)?.choice_ids as string[];
    attach(
      draft,
      'survey_answer_ids',
      ledger.add('survey_answers', {
        text: choices.length > 0 ? null : random.pick(PHRASES),
        choice_ids: choices.slice(0, 1),
        survey_question_id: id,
        survey_response_id: draft.id,
        ...stamps(random, opened, -1),
      }).id,
    );
  }
}

/** Has people talk and report. */
export function talk(project: Project, tasks: readonly Draft[]) {
  const { ledger, index } = project;
  const { random } = ledger;
  for (let n = random.between(1, 2); n > 0; n -= 1) {
    const task = random.chance(0.6) && tasks.length > 0 ? random.pick(tasks) : null;
    const first = post(project, task, null);
    if (random.chance(0.4)) attachFile(project, first, task);
    for (let replies = random.between(0, 2); replies > 0; replies -= 1) post(project, task, first);
  }
  report(project, false);
  if (index % 2 === 0) report(project, true);
  if (index % 2 === 1) survey(project, tasks);
}

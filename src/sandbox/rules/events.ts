/** What the list of change events means by its parameters. */
import { among, type Rule, type Rules, rowsOf } from '../filter-rule.ts';
import { isOn } from '../params.ts';
import { asText, type Row } from '../row.ts';

/** The latest of the events with the same key. */
const latestBy =
  (keyOf: (row: Row) => string): Rule =>
  (question) => {
    if (!isOn(question.value)) return null;
    const latest = new Map<string, Row>();
    for (const row of rowsOf(question, 'subscribed_events')) {
      const before = latest.get(keyOf(row));
      if (!before || Date.parse(asText(row.created_at)) > Date.parse(asText(before.created_at)))
        latest.set(keyOf(row), row);
    }
    return (row) => latest.get(keyOf(row)) === row;
  };

const subject = (row: Row) => `${asText(row.subject_type)} ${asText(row.subject_id)}`;

export const EVENTS: Readonly<Record<string, Rules>> = {
  subscribed_events: {
    event_types: among('event_type'),
    subject_id: among('subject_id'),
    user_ids: among('user_id'),
    most_recent: latestBy(subject),
    most_recent_by_event_type: latestBy((row) => `${subject(row)} ${asText(row.event_type)}`),
  },
};

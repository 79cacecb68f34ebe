import { json, text } from '../attribute.ts';
import { resource } from '../resource.ts';
import { eventTypesIn } from '../whole-list.ts';

// Nothing else names it.
resource('SubscribedEventType', {
  collection: 'subscribed_event_types',
  area: 'Sync',
  called: 'kinds of event',
  description:
    'A type of event, with the fields of its payloads. Only account administrators can read it. It has no ' +
    'number: its id is its name.',
  attributes: {
    name: text('The kind of record, a colon and the change, such as time_entry:created.'),
    description: text('What the event means.'),
    fields: json(
      'The fields of its payloads, by name: each has a name, a type and a description, and perhaps fields of its own.',
    ),
  },
  // Two keys and no envelope: the names, and a map from each name to its schema.
  whole: { path: '/subscribed_events/event_types', rows: eventTypesIn, filters: {} },
});

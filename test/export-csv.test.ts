/** Exports as tables of comma-separated values. */
import { describe, expect, it } from 'vitest';
import { ALL, entries, entry, exported, start, startOver } from './support/exported.ts';

describe('a table', () => {
  it('has columns by their path, in the order of the operation, before its first row', async () => {
    await using gateway = await start(0);

    const { text, headers } = await exported(
      gateway,
      `query ($no: Boolean = false) {
        timeEntries {
          nodes { ...Who minutes: timeInMinutes createdAt @include(if: $no) user { headline } externalReferences { serviceName } }
        }
      }
      fragment Who on TimeEntry { id user { fullName } }`,
      '',
      { accept: 'text/csv' },
    );

    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(text).toBe('id,user.fullName,user.headline,minutes,externalReferences.serviceName\r\n');
  });

  it('quotes what has to be quoted, joins lists, and runs no formula', async () => {
    const notes = [
      'plain',
      'a, b',
      'says "no"',
      'two\nlines',
      '=1+1',
      '+1',
      '-2.5',
      '@sum',
      null,
      '-x',
      '=HYPERLINK("http://x")',
    ];
    const external_references = ['crm', 'erp'].map((service_name, at) => ({
      id: String(at + 1),
      service_name,
      subject_type: 'TimeEntry',
      subject_id: '1',
    }));
    await using gateway = await startOver({
      time_entries: notes.map((text, at) =>
        entry(at + 1, { notes: text, ...(at === 0 && { external_reference_ids: ['1', '2'] }) }),
      ),
      external_references,
    });
    const query = '{ timeEntries { nodes { kantataId notes externalReferences { serviceName } } } }';

    const { text } = await exported(gateway, query, '?format=csv');
    const kept = await exported(gateway, query, '?format=csv&formulas=keep&header=off');

    expect(text.split('\r\n')).toEqual([
      'kantataId,notes,externalReferences.serviceName',
      '1,plain,crm; erp',
      '2,"a, b",',
      '3,"says ""no""",',
      '4,"two\nlines",',
      "5,'=1+1,",
      '6,+1,',
      '7,-2.5,',
      "8,'@sum,",
      '9,,',
      "10,'-x,",
      `11,"'=HYPERLINK(""http://x"")",`,
      '',
    ]);
    expect(kept.text.split('\r\n')[4]).toBe('5,=1+1,');
  });

  it('says at its end only what went wrong, and breaks off then', async () => {
    await using gateway = await start(2_000);
    gateway.sandbox.fail({ match: /offset=599/, status: 500, times: 3 });

    const broken = await exported(gateway, ALL, '?format=csv');
    const last = broken.text.trimEnd().split('\r\n').at(-1) ?? '';
    const { position } = JSON.parse(last.replace('# export ', ''));
    const rest = await exported(gateway, ALL, `?format=csv&after=${position}`);

    expect(broken.isWhole).toBe(false);
    expect(last).toMatch(/^# export \{/);
    const lines = [...broken.text.trimEnd().split('\r\n').slice(1, -1), ...rest.text.trimEnd().split('\r\n')];
    expect(lines).toEqual(entries(2_000).map(({ id }) => id));
  });
});

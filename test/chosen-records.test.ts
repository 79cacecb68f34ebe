/** `first` and `orderBy` of fields that answer records of an association: over what came with the parent, at no call. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const PROJECTS = {
  workspaces: [
    { id: '1', title: 'One' },
    { id: '2', title: 'Two' },
  ],
};

describe('participants', () => {
  it('answers the first', async () => {
    await using gateway = await startGateway({
      users: [
        { id: '1', full_name: 'Zoe' },
        { id: '2', full_name: 'adam' },
        { id: '3', full_name: 'Bea' },
      ],
      workspaces: [{ id: '1', title: 'One', participant_ids: ['1', '3', '2'] }],
    });
    const query =
      '{ workspaces { nodes { participants(first: 2, orderBy: ALPHABETICAL_ASC) { fullName role { name } } } } }';
    const { data, errors } = await gateway.query(query);
    console.log(JSON.stringify(data), JSON.stringify(errors), gateway.requests());
    console.log(JSON.stringify(await gateway.explain(query), null, 1));
    expect(PROJECTS).toBeDefined();
  });
});

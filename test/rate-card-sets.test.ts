/** The one list whose reading can write: the first request that an account ever gets makes its default set. */
import { describe, expect, it } from 'vitest';
import { createSchema } from '../src/schema/index.ts';
import { resources } from '../src/schema/resource.ts';
import { startGateway } from './support/gateway.ts';

const ROWS = {
  rate_card_sets: [{ id: '5', title: 'Standard rates', workspace_group_ids: ['8'], rate_card_ids: ['1', '2'] }],
  rate_cards: [
    { id: '1', currency: 'USD', rate_card_set_id: '5', rate_card_version_ids: ['3'] },
    { id: '2', currency: 'EUR', rate_card_set_id: '5', rate_card_version_ids: [] },
  ],
  rate_card_versions: [{ id: '3', rate_card_id: '1', default_rate: 15_000 }],
  workspace_groups: [{ id: '8', name: 'Acme', rate_card_set_ids: ['5'] }],
  estimate_scenarios: [{ id: '6', title: 'Fast', rate_card_id: '1' }],
};

const SETS = /^GET \/rate_card_sets/;

describe('rate card sets', () => {
  it('are the only records whose reading can write', () => {
    const writing = [...resources.values()].filter(({ endpoint }) => endpoint?.writes);

    expect(writing.map(({ type }) => type)).toEqual(['RateCardSet']);
  });

  it('say at each of their root fields that asking can write', () => {
    const fields = createSchema().getQueryType()?.getFields() ?? {};

    for (const name of ['rateCardSets', 'rateCardSet', 'rateCardSetsById'])
      expect(fields[name]?.description).toMatch(/creates its default set: the only read that writes\.$/);
    expect(fields.rateCards?.description).not.toContain('writes');
  });

  it.each([
    ['a list of cards', '{ rateCards { nodes { rateCardSet { title } } } }'],
    ['cards by id', '{ rateCardsById(ids: ["1", "2"]) { rateCardSet { title } } }'],
    ['a version of a card', '{ rateCardVersion(id: 3) { rateCard { rateCardSet { title } } } }'],
    ['a scenario', '{ estimateScenarios { nodes { rateCard { currency rateCardSet { title } } } } }'],
    [
      'a scenario and its card',
      '{ estimateScenario(id: 6) { rateCard { rateCardSet { title } } } rateCard(id: 1) { currency } }',
    ],
    [
      'a card that came without its set',
      '{ rateCards { nodes { currency rateCardVersions { rateCard { rateCardSet { title } } } } } }',
    ],
    ['groups of projects', '{ workspaceGroups { nodes { rateCardSets { title } } } }'],
  ])('are never asked for beside %s', async (_, query) => {
    await using gateway = await startGateway(ROWS);

    const { data, errors } = await gateway.query(query);

    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain('Standard rates');
    const requests = gateway.requests();
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.filter((line) => SETS.test(line))).toEqual([]);
  });

  it('are asked for by their root fields', async () => {
    await using gateway = await startGateway(ROWS);

    const { data } = await gateway.query('{ rateCardSets { nodes { title rateCards { currency } } } }');

    expect(data).toEqual({
      rateCardSets: { nodes: [{ title: 'Standard rates', rateCards: [{ currency: 'USD' }, { currency: 'EUR' }] }] },
    });
    expect(gateway.requests()).toEqual(['GET /rate_card_sets?include=rate_cards&per_page=20']);
  });

  it('are asked for where something of them is selected that comes no other way', async () => {
    await using gateway = await startGateway(ROWS);

    const { data } = await gateway.query('{ rateCard(id: 1) { rateCardSet { workspaceGroups { name } } } }');

    expect(data).toEqual({ rateCard: { rateCardSet: { workspaceGroups: [{ name: 'Acme' }] } } });
    expect(gateway.requests()).toEqual([
      'GET /rate_cards?apply_default_filters=false&only=1',
      'GET /rate_card_sets?apply_default_filters=false&include=workspace_groups&only=5',
    ]);
  });
});

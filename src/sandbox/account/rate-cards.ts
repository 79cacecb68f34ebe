/** What an hour of each role is billed at: sets of rate cards, with their versions. */
import { day } from './calendar.ts';
import { attach, type Draft, type Ledger } from './ledger.ts';
import { stamps } from './stamps.ts';

/** The versions of a set: one that holds, and one that is still to come. */
function versionsOf(ledger: Ledger, set: Draft) {
  return [-200, 40].map((effective) => {
    const version = ledger.add('rate_card_set_versions', {
      rate_card_set_id: set.id,
      effective_date: day(effective),
      active: effective < 0,
      used_currencies: set.active_currencies,
      ...stamps(ledger.quiet, -250, -220),
    });
    attach(set, 'rate_card_set_version_ids', version.id);
    return version;
  });
}

function ratesOf(ledger: Ledger, version: Draft, roles: readonly Draft[]) {
  version.rate_card_role_ids = roles.slice(0, 3).map(
    (role, nth) =>
      ledger.add('rate_card_roles', {
        rate_card_version_id: version.id,
        role_id: role.id,
        rate: (version.default_rate as number) + nth * 1_500,
        ...stamps(ledger.quiet, -250, -220),
      }).id,
  );
}

/** Three sets, with a card for each of their currencies. */
export function rateCards(ledger: Ledger, billedRoles: readonly Draft[]) {
  const { random } = ledger;
  const sets = ['Standard rates', 'Public sector', 'Partner rates'].map((title, n) =>
    ledger.add('rate_card_sets', {
      title,
      account_default: n === 0,
      active_currencies: n === 0 ? ['USD', 'EUR', 'GBP'] : ['USD', 'EUR'],
      default_currencies: ['USD'],
      destroyable: n === 2,
      ...stamps(random, -700, -300),
    }),
  );
  const cards = sets.flatMap((set) => {
    const setVersions = ledger.aside(() => versionsOf(ledger, set));
    return (set.active_currencies as string[]).map((currency) => {
      const card = ledger.add('rate_cards', {
        rate_card_set_id: set.id,
        rate_card_set_title: `${set.title as string} (${currency})`,
        currency,
        uses: random.between(0, 9),
        ...stamps(random, -300),
      });
      attach(set, 'rate_card_ids', card.id);
      for (const setVersion of setVersions) {
        const version = ledger.add('rate_card_versions', {
          rate_card_id: card.id,
          rate_card_set_version_id: setVersion.id,
          default_rate: random.between(24, 50) * 500,
          ...stamps(random, -250),
        });
        ledger.aside(() => ratesOf(ledger, version, billedRoles));
        attach(card, 'rate_card_version_ids', version.id);
      }
      [card.effective_rate_card_version_id] = card.rate_card_version_ids as string[];
      return card;
    });
  });
  return { sets, cards };
}

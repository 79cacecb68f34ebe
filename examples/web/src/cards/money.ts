import { day, excerpt, money, number, percent, words, yesNo } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { CardContent } from './content.ts';

/** What is estimated, spent and billed. */
export const MoneyCard = graphql(`
  fragment MoneyCard on ExternalReferenceSubject {
    __typename
    ... on Invoice {
      invoiceTitle: title
      userInvoiceNumber
      invoiceStatus: status
      balanceInCents
      currency
      dueDate
    }
    ... on Expense {
      category
      amountInCents
      currency
      date
      notes
    }
    ... on ExpenseBudget {
      title
      quantity
      expectedBy
      billable
    }
    ... on BillingMilestone {
      title
      amountInCents
      currency
      dateToInvoice
      billingType
    }
    ... on Estimate {
      name
      currency
      isLocked
      description
    }
    ... on EstimateScenario {
      name
      startDate
      targetMarginPercent
    }
    ... on EstimateScenarioResource {
      displayLabel
      roleName
      label
    }
    ... on RateCard {
      rateCardSetTitle
      currency
      uses
    }
    ... on Vendor {
      name
      inUse
      archived
      externallyManaged
    }
  }
`);

export function moneyCard(subject: FragmentType<typeof MoneyCard>): CardContent | null {
  const record = unmask(MoneyCard, subject);
  switch (record.__typename) {
    case 'Invoice':
      return {
        title: record.invoiceTitle ?? (record.userInvoiceNumber == null ? null : `No. ${record.userInvoiceNumber}`),
        facts: [
          ['Status', words(record.invoiceStatus)],
          ['Open', money(record.balanceInCents, record.currency)],
          ['Due', day(record.dueDate)],
        ],
      };
    case 'Expense':
      return {
        title: excerpt(record.notes) ?? record.category,
        facts: [
          ['Category', record.category],
          ['Amount', money(record.amountInCents, record.currency)],
          ['Spent', day(record.date)],
        ],
      };
    case 'ExpenseBudget':
      return {
        title: record.title,
        facts: [
          ['Quantity', number(record.quantity)],
          ['Expected by', day(record.expectedBy)],
          ['Billable', yesNo(record.billable)],
        ],
      };
    case 'BillingMilestone':
      return {
        title: record.title,
        facts: [
          ['Amount', money(record.amountInCents, record.currency)],
          ['Invoiced on', day(record.dateToInvoice)],
          ['Kind', words(record.billingType)],
        ],
      };
    case 'Estimate':
      return {
        title: record.name,
        facts: [
          ['Currency', record.currency],
          ['Locked', yesNo(record.isLocked)],
          ['Says', excerpt(record.description)],
        ],
      };
    case 'EstimateScenario':
      return {
        title: record.name,
        facts: [
          ['Starts', day(record.startDate)],
          ['Target margin', percent(record.targetMarginPercent)],
        ],
      };
    case 'EstimateScenarioResource':
      return {
        title: record.displayLabel,
        facts: [
          ['Role', record.roleName],
          ['Label', record.label],
        ],
      };
    case 'RateCard':
      return {
        title: record.rateCardSetTitle,
        facts: [
          ['Currency', record.currency],
          ['Projects that use it', number(record.uses)],
        ],
      };
    case 'Vendor':
      return {
        title: record.name,
        facts: [
          ['State', record.archived ? 'Archived' : 'Active'],
          ['On an invoice', yesNo(record.inUse)],
          ['Kept by another system', yesNo(record.externallyManaged)],
        ],
      };
    default:
      return null;
  }
}

import { text } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { Workspace } from './workspace.ts';

export const WorkspaceInvoicePreference = resource('WorkspaceInvoicePreference', {
  collection: 'workspace_invoice_preferences',
  area: 'Money',
  description: 'Initial values of new invoices of one project. The API has no list of them: each takes one request.',
  attributes: {
    clientInvoiceName: text('Name of the client on new invoices.'),
    clientInvoiceAddress: text('Postal address of the client on new invoices.'),
    consultantInvoiceName: text('Name of the sender on new invoices.'),
    consultantInvoiceAddress: text('Postal address of the sender on new invoices.'),
    projectCode: text('Code of the project on new invoices: any text.'),
    purchaseOrder: text('Order number on new invoices: any text.'),
  },
  endpoint: { single: true, listed: false, orders: [], defaultOrder: null, filters: {} },
});

WorkspaceInvoicePreference.associations(() => ({
  // The endpoint knows no include: the project is loaded by the id in the row.
  workspace: belongsTo(Workspace, 'The project. Null when hidden from the caller.', { includable: false }),
}));

-- A made-up CRM beside the made-up account of the sandbox. `kantata_...` columns hold numbers of the Kantata REST API.
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kantata_owner_id TEXT
);

CREATE TABLE deals (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('OPEN', 'WON', 'LOST')),
  value_in_cents INTEGER NOT NULL,
  kantata_owner_id TEXT,
  kantata_workspace_id TEXT
);

INSERT INTO accounts (id, name, kantata_owner_id) VALUES
  (1, 'Acme Robotics', '755000001'),
  (2, 'Blue Fjord Shipping', '755000003'),
  (3, 'Cobalt Bank', '755000003'),
  (4, 'Dune Energy', '755000005');

INSERT INTO deals (id, account_id, name, stage, value_in_cents, kantata_owner_id, kantata_workspace_id) VALUES
  (1, 1, 'CRM rollout, all sites', 'WON', 48000000, '755000001', '687000001'),
  (2, 4, 'Portal for tenants', 'WON', 27500000, '755000005', '687000002'),
  (3, 3, 'Loyalty programme', 'WON', 39900000, '755000003', '687000003'),
  (4, 1, 'App for service engineers', 'WON', 18000000, '755000003', '687000004'),
  (5, 3, 'Warehouse migration', 'WON', 61000000, '755000003', '687000006'),
  (6, 1, 'Process assessment', 'WON', 4200000, '755000001', '687000007'),
  (7, 2, 'Identity management', 'WON', 22000000, '755000005', '687000008'),
  (8, 2, 'Fleet planning', 'OPEN', 75000000, '755000003', NULL),
  (9, 4, 'Meter reading', 'LOST', 12000000, '755000001', NULL),
  -- The project of this one has been deleted since.
  (10, 2, 'Port calls, pilot', 'WON', 3000000, '755000005', '687999999');

/** Words of the made-up account. Every person and company is invented. */

export const FIRST_NAMES = [
  'Amara',
  'Bruno',
  'Chiara',
  'Daniel',
  'Elif',
  'Farid',
  'Grace',
  'Hiro',
  'Ines',
  'Jonas',
  'Keiko',
  'Liam',
  'Mina',
  'Noah',
  'Olga',
  'Priya',
  'Quentin',
  'Rosa',
  'Samir',
  'Tess',
  'Ulrich',
  'Vera',
  'Wanjiru',
  'Xavier',
  'Yusuf',
  'Zoe',
];

export const LAST_NAMES = [
  'Abbott',
  'Berg',
  'Castillo',
  'Dubois',
  'Eriksen',
  'Fischer',
  'Goto',
  'Haddad',
  'Ivanova',
  'Jensen',
  'Kovacs',
  'Lindqvist',
  'Moreau',
  'Nakamura',
  'Okafor',
  'Petrov',
  'Quispe',
  'Rossi',
  'Sandhu',
  'Tanaka',
  'Ueda',
  'Vargas',
  'Walsh',
  'Young',
  'Zhang',
];

export const COMPANIES = [
  'Acme Robotics',
  'Blue Fjord Shipping',
  'Cobalt Bank',
  'Dune Energy',
  'Evergreen Foods',
  'Fable Media',
  'Granite Insurance',
  'Halcyon Health',
  'Ironwood Rail',
  'Juniper Airlines',
  'Kestrel Pharma',
  'Lakeside University',
  'Mosaic Retail',
  'Northwind Logistics',
  'Orbit Telecom',
  'Pinecone Games',
  'Quarry Cement',
  'Riverbend Utilities',
  'Sable Motors',
  'Tidal Labs',
];

export const PROJECTS = [
  'CRM rollout',
  'Data warehouse migration',
  'Website relaunch',
  'Mobile app',
  'ERP integration',
  'Customer portal',
  'Process assessment',
  'Cloud move',
  'Analytics workshop',
  'Managed services',
  'Loyalty programme',
  'Identity management',
];

export const PHASES = ['Discovery', 'Design', 'Build', 'Test', 'Launch', 'Hypercare'];

export const TASKS = [
  'Interview stakeholders',
  'Map current process',
  'Draft solution outline',
  'Prepare workshop',
  'Configure environments',
  'Model the data',
  'Build import jobs',
  'Implement single sign-on',
  'Write acceptance tests',
  'Run user testing',
  'Fix review findings',
  'Train administrators',
  'Plan cut-over',
  'Migrate master data',
  'Hand over documentation',
];

export const CHECKS = [
  'Agenda sent',
  'Access granted',
  'Reviewed by a colleague',
  'Signed off by the client',
  'Filed in the wiki',
];

export const ROLES = [
  'Account Director',
  'Business Analyst',
  'Consultant',
  'Data Engineer',
  'Designer',
  'Developer',
  'Project Manager',
  'Quality Engineer',
  'Senior Consultant',
  'Solution Architect',
  'Support Engineer',
  'Trainer',
  'Scrum Master',
  'Principal Consultant',
];

export const SKILLS: Readonly<Record<string, readonly string[]>> = {
  Languages: ['English', 'German', 'Japanese', 'Spanish'],
  Platforms: ['Salesforce', 'SAP', 'NetSuite', 'Snowflake'],
  Engineering: ['TypeScript', 'Ruby', 'Data modelling'],
  Consulting: ['Facilitation', 'Change management', 'Estimating'],
};

export const CITIES: readonly (readonly [city: string, state: string, country: string, timezone: string])[] = [
  ['Irvine', 'California', 'United States', 'PST'],
  ['Austin', 'Texas', 'United States', 'CST'],
  ['Boston', 'Massachusetts', 'United States', 'EST'],
  ['London', 'England', 'United Kingdom', 'GMT'],
  ['Berlin', 'Berlin', 'Germany', 'CET'],
];

export const VENDORS = [
  'Skyway Airlines',
  'Hotel Meridian',
  'City Cabs',
  'Print & Co',
  'Cloud Nine Hosting',
  'Rail Europe',
  'Bistro Verde',
  'Lens Rental',
];

export const EXPENSE_CATEGORIES = ['Travel', 'Mileage', 'Lodging', 'Food', 'Entertainment', 'Other', 'Fax charges'];

export const PHRASES = [
  'Agreed with the client on the call of Monday.',
  'Waiting for access to the test environment.',
  'As discussed in the steering committee.',
  'Scope unchanged; two days moved to the next sprint.',
  'Please review before the end of the week.',
  'Reworked after the first round of feedback.',
  'Covers preparation and follow-up.',
  'See the attached notes for the open points.',
  'Kick-off went well. The client asked for weekly reports.',
  'The import of customer records is complete: no rejects.',
];

export const WORDS = [
  'Atlas',
  'Beacon',
  'Cedar',
  'Delta',
  'Ember',
  'Falcon',
  'Granite',
  'Harbor',
  'Indigo',
  'Juniper',
  'Keystone',
  'Lumen',
  'Meridian',
  'North',
  'Orchid',
  'Pioneer',
  'Quartz',
  'River',
  'Summit',
  'Timber',
  'Umbra',
  'Vertex',
  'Willow',
  'Zephyr',
];

/** Marks what comes from Kantata in a federated graph (`@tag`), so that a contract can leave it out. */
export const KANTATA_TAG = 'kantata';

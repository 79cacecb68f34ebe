/** Numbers of accounts, which are no records of the API. */

/** The account of the consultancy itself. */
export const ACCOUNT_ID = 4100042;
/** One that shares projects with it. */
export const PARTNER_ACCOUNT_ID = 4100077;

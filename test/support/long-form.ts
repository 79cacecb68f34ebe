/** `npm run test:long` runs every test in its long form. Without it, runs and loads are as large as `npm test` can bear. */
export const isLong = Boolean(process.env.TEST_LONG);

/** One of two sizes: of the long form, or of the one that `npm test` runs. */
export const sized = <Size>({ long, short }: { readonly long: Size; readonly short: Size }): Size =>
  isLong ? long : short;

/** How files of a bundle are made small. Functions and classes keep their names, for the traces of errors. */
export const SMALL = {
  compress: true,
  mangle: { toplevel: true, keepNames: { function: true, class: true } },
  codegen: true,
};

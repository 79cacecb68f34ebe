/** For an operation without fields whose arguments are asked for while it loads. */
export const noArguments = (): never => {
  throw new TypeError('a field without its arguments');
};

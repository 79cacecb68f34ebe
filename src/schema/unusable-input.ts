/** An argument that the API's grammar cannot carry, or would misread. Becomes `BAD_USER_INPUT` at its field; nothing is called. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}

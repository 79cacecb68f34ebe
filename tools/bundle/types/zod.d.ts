/** Of zod's types, those that the settings are described by, with what they become. It is bundled, and so are they. */
export declare namespace z {
  interface ZodType<Output = unknown, Input = unknown> {
    readonly _zod: { readonly output: Output; readonly input: Input };
  }
  type output<Schema> = Schema extends { readonly _zod: { readonly output: infer Output } } ? Output : never;
  interface ZodString extends ZodType<string, string> {}
  interface ZodLiteral<Value> extends ZodType<Value, Value> {}
  interface ZodEnum<Values> extends ZodType<Values[keyof Values], string> {}
  interface ZodArray<Item> extends ZodType<output<Item>[]> {}
  interface ZodTransform<Output, Input> extends ZodType<Output, Input> {}
  interface ZodPipe<First, Last> extends ZodType<output<Last>, string> {}
  interface ZodUnion<Options extends readonly unknown[]> extends ZodType<output<Options[number]>, string> {}
}

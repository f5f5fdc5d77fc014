/** A field of a type of the schema: its type without lists and null, how it is wrapped (`[!]!`), and its arguments. */
export interface Field<Type, Shape extends string, Args = Record<never, never>> {
  type: Type;
  shape: Shape;
  args: Args;
}

/** What objects of the schema have and values do not. */
interface ObjectType {
  __typename: Field<string, "!">;
}

/**
 * What is selected of a type: `true` for a value, a selection for an object, and `[arguments]` or `[arguments, selection]`
 * for a field with arguments.
 */
export type Selection<Type> = {
  readonly [Name in keyof Type]?: Type[Name] extends Field<infer Of, string, infer Args> ? Selected<Of, Args> : never;
};

type Selected<Of, Args> = Of extends ObjectType
  ? WithoutArguments<Args, Selection<Of>> | readonly [Args, Selection<Of>]
  : WithoutArguments<Args, true> | readonly [Args];

/** The short form, unless an argument is required. */
type WithoutArguments<Args, Short> = Record<never, never> extends Args ? Short : never;

/** What comes of a selection. */
export type Result<Type, Selected> = {
  -readonly [Name in keyof Selected & keyof Type]: Type[Name] extends Field<infer Of, infer Shape, unknown>
    ? Wrapped<Shape, Of extends ObjectType ? Result<Of, SelectionIn<Selected[Name]>> : Of>
    : never;
};

type SelectionIn<Chosen> = Chosen extends readonly [unknown, infer Inner] ? Inner : Chosen;

type Wrapped<Shape extends string, Value> = Shape extends `${infer Inner}!`
  ? Listed<Inner, Value>
  : Listed<Shape, Value> | null;
type Listed<Shape extends string, Value> = Shape extends `[${infer Inner}]` ? Wrapped<Inner, Value>[] : Value;

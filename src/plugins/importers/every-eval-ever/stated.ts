/** A text that says something: tools also write `unknown` and `none`. */
export const known = (value: unknown): unknown =>
  value === null ||
  value === undefined ||
  (typeof value === "string" && /^(?:|unknown|none|null|n\/?a|default)$/i.test(value.trim()))
    ? undefined
    : value;

/** A field of a run, or none where nothing is stated. */
export const stated = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };

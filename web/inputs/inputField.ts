/** What a field of an input takes, which decides its control. */
export type InputKind = "text" | "number" | "integer" | "truth" | "day" | "instant" | "choice" | "fields";

/** A field of an input of the API, or an argument, as its schema declares it. */
export interface InputField {
  name: string;
  description: string;
  kind: InputKind;
  isList: boolean;
  isRequired: boolean;
  /** The value that the API takes where none is given. */
  usual?: unknown;
  /** The values of a choice. */
  choices?: { name: string; description: string }[];
  /** The fields of a field that has some of its own, such as the ends of a range. */
  fields?: InputField[];
}

/** The inputs that the page makes controls and addresses from. They are read from schema.graphql when the page is built. */
export interface Inputs {
  /** The arguments of the query `frontier`. */
  frontier: InputField[];
  /** What a comparison can group by. */
  groupings: { name: string; description: string }[];
}

import { DECODING_SETTINGS, type Decoding as DecodingRow } from "../../decoding/decoding.ts";
import { builder } from "../base/builder.ts";
import { graphqlTypeOf } from "../base/zodFields.ts";

const settings = Object.entries(DECODING_SETTINGS) as [
  keyof DecodingRow,
  (typeof DECODING_SETTINGS)[keyof DecodingRow],
][];

export const Decoding = builder.objectRef<DecodingRow>("Decoding").implement({
  description: "The settings of the sampler beside the mode. A setting is null if the source does not state it.",
  fields: (t) =>
    Object.fromEntries(
      settings.map(([name, { schema, description }]) => [
        name,
        t.field({ type: graphqlTypeOf(schema), nullable: true, description, resolve: (row) => row[name] as never }),
      ]),
    ),
});

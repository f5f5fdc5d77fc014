import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { cost } from "./cost.ts";

/**
 * The options of a root field whose answer depends only on its arguments and the version of the data, and takes long to
 * compute. The server keeps whole answers that consist of such fields, and clients may keep them too.
 *
 * @param weight the cost of computing it, in points.
 */
export function followsFromData(weight: number) {
  return { extensions: { followsFromData: true, ...cost({ weight }).extensions } };
}

/** The extension of a field whose answer changes without the data, as a list of runs does that are measured just now. */
export const LIVE = { live: true };

/** Whether an answer can be kept: all root fields follow from the data, and no field below them is live. */
export function isKeptWhole(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const query = schema.getQueryType()!.getFields();
  const allFollow = operation.selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && query[selection.name.value]?.extensions.followsFromData === true,
  );
  if (operation.operation !== "query" || !allFollow) return false;
  let isLive = false;
  const types = new TypeInfo(schema);
  const note = () => {
    const field: GraphQLField<unknown, unknown> | null | undefined = types.getFieldDef();
    if (field?.extensions.live === true) isLive = true;
  };
  visit(document, visitWithTypeInfo(types, { Field: note }));
  return !isLive;
}

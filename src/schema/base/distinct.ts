import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";

/** The extension of a subscription that sends a result only if it differs from the one before. */
export const DISTINCT = { distinct: true };

/** Whether the subscription of an operation sends only results that differ. */
export function sendsDistinct(schema: GraphQLSchema, { selectionSet }: OperationDefinitionNode): boolean {
  const fields = schema.getSubscriptionType()!.getFields();
  return selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && fields[selection.name.value]?.extensions.distinct === true,
  );
}

/**
 * The results of a subscription without those that say what the one before said. What a document calls the field
 * `dataVersion` makes no difference, unless it calls another field so too.
 */
export function distinctResults(
  source: AsyncIterable<ExecutionResult>,
  document: DocumentNode,
): AsyncIterableIterator<ExecutionResult> {
  const ignored = namesOfVersions(document);
  const textOf = ({ data, errors }: ExecutionResult) =>
    JSON.stringify({ data, errors }, (name, value) => (ignored.has(name) ? undefined : value));
  const results = source[Symbol.asyncIterator]();
  let before: string | undefined;
  return {
    async next() {
      for (;;) {
        const result = await results.next();
        if (result.done) return result;
        const text = textOf(result.value);
        if (text === before) continue;
        before = text;
        return result;
      }
    },
    async return() {
      await results.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function namesOfVersions(document: DocumentNode): Set<string> {
  const [versions, others] = [new Set<string>(), new Set<string>()];
  visit(document, {
    Field({ name, alias }) {
      (name.value === "dataVersion" ? versions : others).add(alias?.value ?? name.value);
    },
  });
  return new Set([...versions].filter((name) => !others.has(name)));
}

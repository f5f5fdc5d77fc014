import { FIELDS } from "./schema.ts";

export type Operation = "Query" | "Mutation" | "Subscription";

/** A request as GraphQL over HTTP takes it. */
export interface Request {
  query: string;
  variables: Record<string, unknown>;
}

/**
 * The document of a selection. All arguments become variables, so that the same selection has the same document whatever its
 * arguments are, and the server knows it by its hash.
 *
 * @throws TypeError for a field or an argument that the schema does not have.
 */
export function writeRequest(operation: Operation, selection: object): Request {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const fieldsOf = (type: string, selected: object): string => {
    const fields = Object.entries(selected).filter(([, chosen]) => chosen !== undefined && chosen !== false);
    if (fields.length === 0) throw new TypeError(`Nothing is selected of ${type}.`);
    return `{${fields.map(([name, chosen]) => fieldOf(type, name, chosen)).join(" ")}}`;
  };
  const fieldOf = (type: string, name: string, chosen: unknown): string => {
    const field = FIELDS[type]?.[name];
    const [args, inner] = Array.isArray(chosen) ? chosen : [undefined, chosen];
    const given = Object.entries((args as object | undefined) ?? {}).filter(([, value]) => value !== undefined);
    const written = given.map(([argument, value]) => {
      const argumentType = field?.args?.[argument];
      if (argumentType === undefined) throw new TypeError(`${type}.${name} has no argument ${argument}.`);
      const variable = `v${declared.length}`;
      declared.push(`$${variable}:${argumentType}`);
      variables[variable] = value;
      return `${argument}:$${variable}`;
    });
    const isObject = typeof inner === "object" && inner !== null;
    if (isObject && field === undefined) throw new TypeError(`${type} has no field ${name} with fields of its own.`);
    return `${name}${written.length > 0 ? `(${written.join(" ")})` : ""}${isObject ? fieldsOf(field!.type, inner) : ""}`;
  };
  const fields = fieldsOf(operation, selection);
  const head = declared.length > 0 ? `(${declared.join(" ")})` : "";
  return { query: `${operation.toLowerCase()}${head}${fields}`, variables };
}

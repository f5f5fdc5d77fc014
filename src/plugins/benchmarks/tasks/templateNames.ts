/** A node of the syntax tree of a template, as `@huggingface/jinja` makes it. */
type Node = { type: string; [field: string]: unknown };

export interface TemplateNames {
  /** The nodes of the names that a template uses and does not set itself. */
  used: Map<string, Node[]>;
  /** Those of them for which a test says what is done where there is no such value. */
  optional: Set<string>;
}

/** Finds the names that a template takes from outside. */
export function namesOf(program: unknown): TemplateNames {
  const names: TemplateNames = { used: new Map(), optional: new Set() };
  const own = new Set<string>(["loop", "caller"]);
  visit(program, (node) => {
    if (node.type === "For") for (const name of assigned(node.loopvar as Node)) own.add(name);
    if (node.type === "Set") for (const name of assigned(node.assignee as Node)) own.add(name);
    if (node.type === "Macro") for (const one of [node.name, ...(node.args as Node[])]) own.add(parameter(one as Node));
    if (node.type === "CallStatement") for (const one of (node.callerArgs as Node[]) ?? []) own.add(parameter(one));
  });
  collect(program, own, names, false);
  return names;
}

const assigned = (node: Node): string[] =>
  node.type === "Identifier"
    ? [String(node.value)]
    : node.type === "TupleLiteral"
      ? (node.value as Node[]).flatMap(assigned)
      : [];
const parameter = (node: Node): string => String(((node.key ?? node) as Node).value);

function collect(value: unknown, own: Set<string>, names: TemplateNames, isTested: boolean): void {
  if (Array.isArray(value)) for (const one of value) collect(one, own, names, isTested);
  else if (value instanceof Map) for (const entry of value) collect(entry, own, names, isTested);
  else if (isNode(value)) {
    if (value.type === "Identifier") {
      const name = String(value.value);
      if (own.has(name)) return;
      names.used.set(name, [...(names.used.get(name) ?? []), value]);
      if (isTested) names.optional.add(name);
      return;
    }
    for (const [field, child] of Object.entries(value)) {
      // An operator is a token of the source, such as "in", and no node.
      if (field === "operator") continue;
      if (NAMES_OF_OTHERS[value.type]?.includes(field) && !(field === "property" && value.computed)) {
        if (isNode(child) && child.type === "CallExpression") collect(child.args, own, names, false);
        continue;
      }
      collect(child, own, names, isTested || isCondition(value, field));
    }
  }
}

/** The fields in which an identifier is the name of a filter, a test, a member or an argument. */
const NAMES_OF_OTHERS: Record<string, string[]> = {
  FilterExpression: ["filter"],
  FilterStatement: ["filter"],
  TestExpression: ["test"],
  MemberExpression: ["property"],
  KeywordArgumentExpression: ["key"],
};

function isCondition(node: Node, field: string): boolean {
  if (node.type === "If" || node.type === "SelectExpression") return field === "test";
  if (node.type === "Ternary") return field === "condition";
  if (node.type === "TestExpression") return field === "operand";
  const filter = (node.filter ?? {}) as Node;
  const named = filter.type === "CallExpression" ? (filter.callee as Node) : filter;
  return node.type === "FilterExpression" && field === "operand" && named.value === "default";
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see);
  else if (value instanceof Map) for (const entry of value) visit(entry, see);
  else if (isNode(value)) {
    see(value);
    for (const child of Object.values(value)) visit(child, see);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

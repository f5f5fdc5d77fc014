// The changes that the mutation tester makes to a source file, one at a time.
import { type ESTree, parseSync } from "vite";

/** A change to a file: `text` replaces what stands from `start` to `end`. */
export interface Mutant {
  file: string;
  start: number;
  end: number;
  text: string;
}

/** A node of any type, as it is walked. */
export interface AnyNode {
  type: string;
  start: number;
  end: number;
  // biome-ignore lint/suspicious/noExplicitAny: each type of node has keys of its own.
  [key: string]: any;
}

const SWAPPED_OPERATORS: Record<string, string[]> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
  "&": ["|"],
  "|": ["&"],
  "^": ["&"],
  "<<": [">>"],
  ">>": ["<<"],
  ">>>": ["<<"],
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
  "+=": ["-="],
  "-=": ["+="],
  "*=": ["/="],
  "/=": ["*="],
  "|=": ["&="],
  "&=": ["|="],
  "??=": ["="],
  "||=": ["="],
  "&&=": ["="],
  "++": ["--"],
  "--": ["++"],
};

const SWAPPED_NAMES: Record<string, string> = {
  some: "every",
  every: "some",
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  round: "floor",
  find: "findLast",
  findIndex: "findLastIndex",
  indexOf: "lastIndexOf",
  startsWith: "endsWith",
  endsWith: "startsWith",
  push: "unshift",
  union: "intersection",
  POSITIVE_INFINITY: "NEGATIVE_INFINITY",
  NEGATIVE_INFINITY: "POSITIVE_INFINITY",
};

/** Methods whose call is replaced by the value that they are called on. */
const LEFT_OUT = new Set(["filter", "sort", "toSorted", "reverse", "toReversed", "slice", "trim", "concat", "flat"]);

/** The mutants of a TypeScript file in the order of the source. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const mutants: Mutant[] = [];
  const text = (node: AnyNode) => source.slice(node.start, node.end);
  const replace = (node: AnyNode, by: string) => {
    if (text(node) !== by) mutants.push({ file, start: node.start, end: node.end, text: by });
  };
  walk(parse(source), (node, parent) => {
    switch (node.type) {
      case "BinaryExpression":
      case "LogicalExpression":
        for (const operator of SWAPPED_OPERATORS[node.operator] ?? [])
          replace(node, `((${text(node.left)}) ${operator} (${text(node.right)}))`);
        for (const side of [node.left, node.right]) mutateDecidingString(side);
        break;
      case "AssignmentExpression":
        for (const operator of SWAPPED_OPERATORS[node.operator] ?? [])
          replace(node, `${text(node.left)} ${operator} ${text(node.right)}`);
        break;
      case "UpdateExpression":
        replace(node, text(node).replace(node.operator, SWAPPED_OPERATORS[node.operator]![0]!));
        break;
      case "UnaryExpression":
        if (["!", "-"].includes(node.operator)) replace(node, text(node.argument));
        break;
      case "IfStatement":
      case "ConditionalExpression":
        replace(node.test, "true");
        replace(node.test, "false");
        for (const arm of [node.consequent, node.alternate]) if (arm) mutateDecidingString(arm);
        break;
      case "WhileStatement":
      case "ForStatement":
      case "DoWhileStatement":
        if (node.test) replace(node.test, "false");
        break;
      case "SwitchCase":
        if (node.test) mutateDecidingString(node.test);
        break;
      case "Literal":
        if (typeof node.value === "boolean") replace(node, String(!node.value));
        if (typeof node.value === "number" && !isKey(node, parent))
          for (const step of [1, -1]) replace(node, `(${node.value + step})`);
        break;
      case "ExpressionStatement":
        if (!node.directive) replace(node, ";");
        break;
      case "ThrowStatement":
      case "ContinueStatement":
      case "BreakStatement":
        replace(node, ";");
        break;
      case "ReturnStatement":
        if (node.argument) {
          replace(node, "return undefined;");
          mutateDecidingString(node.argument);
        } else replace(node, ";");
        break;
      case "ArrowFunctionExpression":
        if (node.body.type !== "BlockStatement") replace(node.body, "undefined");
        break;
      case "ArrayExpression":
        if (node.elements.length > 0) replace(node, "[]");
        break;
      case "ObjectExpression":
        if (node.properties.length > 0) replace(node, parent?.type === "ArrowFunctionExpression" ? "({})" : "{}");
        break;
      case "MemberExpression":
        if (node.optional) {
          const at = source.indexOf("?.", node.object.end);
          mutants.push({ file, start: at, end: at + 2, text: node.computed ? "" : "." });
        }
        if (!node.computed && Object.hasOwn(SWAPPED_NAMES, node.property.name))
          replace(node.property, SWAPPED_NAMES[node.property.name]!);
        break;
      case "CallExpression": {
        const { callee } = node;
        if (node.optional) {
          const at = source.indexOf("?.", callee.end);
          mutants.push({ file, start: at, end: at + 2, text: "" });
        }
        if (callee.type === "MemberExpression" && !callee.computed && LEFT_OUT.has(callee.property.name))
          replace(node, text(callee.object));
        break;
      }
    }
    function mutateDecidingString(literal: AnyNode) {
      if (literal.type === "Literal" && typeof literal.value === "string") replace(literal, '""');
    }
  });
  return mutants.filter((mutant) => isValid(apply(source, mutant))).sort((a, b) => a.start - b.start || a.end - b.end);
}

export function apply(source: string, { start, end, text }: Mutant): string {
  return source.slice(0, start) + text + source.slice(end);
}

export function parse(source: string): AnyNode {
  return parseSync("source.ts", source, { lang: "ts" }).program as ESTree.Program as unknown as AnyNode;
}

function isValid(source: string): boolean {
  return parseSync("source.ts", source, { lang: "ts" }).errors.length === 0;
}

function isKey(node: AnyNode, parent: AnyNode | undefined): boolean {
  return parent?.type === "Property" && parent.key === node && !parent.computed;
}

/** Nodes of types that keep a value in them; all others are types, which leave no trace in what runs. */
const TRANSPARENT = new Set(["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"]);

/** Visits each node that is run, its parent first. */
export function walk(node: AnyNode, visit: (node: AnyNode, parent?: AnyNode) => void, parent?: AnyNode): void {
  if (node.type.startsWith("TS") && !TRANSPARENT.has(node.type)) return;
  if (node.type === "ImportDeclaration") return;
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child?.type === "string") walk(child, visit, node);
  }
}

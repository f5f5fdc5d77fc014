// Calls that the mutation tester puts into the code that it runs: which blocks a test reaches, and an end to endless
// loops. The functions called are those of `runner.ts`.
import { type AnyNode, parse, walk } from "./mutants.ts";

/** A part of a file that runs as a whole or not at all, but for early exits: a block, or the body of an arrow function. */
export interface Block {
  id: string;
  start: number;
  end: number;
}

/** The blocks of a file; the first is the file itself. */
export function blocksOf(file: string, source: string): Block[] {
  const program = parse(source);
  const ranges = [{ start: 0, end: source.length }, ...blockNodes(program)];
  return ranges.map(({ start, end }) => ({ id: `${file}:${start}`, start, end }));
}

function blockNodes(program: AnyNode): AnyNode[] {
  const nodes: AnyNode[] = [];
  walk(program, (node) => {
    if (node.type === "BlockStatement") nodes.push(node);
    if (node.type === "ArrowFunctionExpression" && node.body.type !== "BlockStatement") nodes.push(node.body);
  });
  return nodes;
}

/** The source with a call at the start of each block that names it. */
export function withBlockMarks(file: string, source: string): string {
  const program = parse(source);
  const insertions: [number, string][] = [[0, `mutationReaches(${JSON.stringify(`${file}:0`)});`]];
  for (const node of blockNodes(program)) {
    const call = `mutationReaches(${JSON.stringify(`${file}:${node.start}`)})`;
    if (node.type === "BlockStatement") insertions.push([node.start + 1, `${call};`]);
    else insertions.push([node.start, `(${call}, `], [node.end, ")"]);
  }
  return insert(source, insertions);
}

/** The source with a call at each turn of a loop, which throws once the time of the mutant is over. */
export function withLoopLimits(source: string): string {
  const insertions: [number, string][] = [];
  walk(parse(source), ({ type, body }) => {
    if (!/^(While|DoWhile|For|ForIn|ForOf)Statement$/.test(type)) return;
    insertions.push([body.start, "{ mutationLoopTurn(); "], [body.end, " }"]);
  });
  return insert(source, insertions);
}

/** Texts put in at places; of two at one place the first comes first, but ends stand before starts. */
function insert(source: string, insertions: [at: number, text: string][]): string {
  let result = "";
  let from = 0;
  for (const [at, text] of insertions.toSorted(([a], [b]) => a - b)) {
    result += source.slice(from, at) + text;
    from = at;
  }
  return result + source.slice(from);
}

// Code that the mutation tester puts into the sources that it runs: marks of the blocks that a test reaches, and an end to
// endless loops. The functions that it calls are those of `runner.ts`.
import { type AnyNode, parse, walk } from "./mutants.ts";

/** A part of a file that runs as a whole or not at all, but for early exits: a block, or the body of an arrow function. */
export interface Block {
  id: string;
  start: number;
  end: number;
}

/** The blocks of a file; the first is the file itself. */
export function blocksOf(file: string, source: string): Block[] {
  const ranges = [{ start: 0, end: source.length }, ...blockNodes(parse(source))];
  return ranges.map(({ start, end }, at) => ({ id: `${file}:${at}`, start, end }));
}

function blockNodes(program: AnyNode): AnyNode[] {
  const nodes: AnyNode[] = [];
  walk(program, (node) => {
    if (node.type === "BlockStatement") nodes.push(node);
    if (node.type === "ArrowFunctionExpression" && node.body.type !== "BlockStatement") nodes.push(node.body);
  });
  return nodes;
}

/** The source with a mark at the start of each block: an array has 1 at the place of each block that was reached. */
export function withBlockMarks(file: string, source: string): string {
  const nodes = blockNodes(parse(source));
  const insertions: [number, string][] = [
    [0, `var mutationMarks = mutationMarksOf(${JSON.stringify(file)}, ${nodes.length + 1}); mutationMarks[0] = 1; `],
  ];
  nodes.forEach((node, at) => {
    const mark = `mutationMarks[${at + 1}] = 1`;
    if (node.type === "BlockStatement") insertions.push([node.start + 1, ` ${mark}; `]);
    else insertions.push([node.start, `(${mark}, `], [node.end, ")"]);
  });
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

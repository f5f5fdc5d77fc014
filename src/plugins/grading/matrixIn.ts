import type { Answer } from "./answer.ts";

type Matrix = Extract<Answer, { kind: "matrix" }>;

const MOST_ENTRIES = 100;
const ENVIRONMENT =
  /\\begin\{([pbvBV]?matrix\*?|[pbvBV]?smallmatrix|array)\}(?:\s*(?:\{[clr|\s@!]*\}|\[[clr]\]))?([\s\S]*)\\end\{\1\}/;

/**
 * Reads a matrix, alone, in brackets of its own, transposed, or with a factor before or a divisor after it. One with a
 * single entry and no brackets is only a frame around its entry.
 *
 * @param shapeOf reads the shape of an entry.
 */
export function matrixIn(text: string, shapeOf: (text: string) => Answer): Answer | null {
  const match = ENVIRONMENT.exec(text);
  if (!match || match[2]!.includes("\\begin")) return null;
  const frame = frameOf(text.slice(0, match.index), text.slice(match.index + match[0].length));
  if (frame === null) return null;
  const cells = match[2]!
    .split(/\\\\(?:\s*\[[^\]]*\])?/)
    .map((row) => row.replace(/\\hline/g, "").trim())
    .filter((row) => row !== "")
    .map((row) => row.split("&").map((cell) => cell.trim()));
  if (cells.length === 0 || cells.flat().length > MOST_ENTRIES || new Set(cells.map(({ length }) => length)).size > 1)
    return null;
  const isBare = frame.open === "" && /^(?:array|matrix|smallmatrix)/.test(match[1]!);
  if (isBare && cells.flat().length === 1 && frame.factor === "" && !frame.transposed) return shapeOf(cells[0]![0]!);
  const turned = frame.transposed ? cells[0]!.map((_, column) => cells.map((row) => row[column]!)) : cells;
  const entry = (cell: string) => shapeOf(frame.factor === "" ? cell : `(${frame.factor}) \\cdot (${cell})`);
  const isDeterminant = /^[vV]/.test(match[1]!) || frame.open === "|";
  if (isDeterminant && frame.factor !== "") return null;
  return { kind: "matrix", rows: turned.map((row) => row.map(entry)), isDeterminant } satisfies Matrix;
}

/** Reads what stands around an environment; null where that is more than brackets, a factor and a transposition. */
function frameOf(before: string, after: string): { open: string; factor: string; transposed: boolean } | null {
  const [, factorText = "", open = ""] = /^([\s\S]*?)\s*([([|]|\\\{|\\\|)?\s*$/.exec(before) ?? [];
  const [, close = "", rest = ""] = /^\s*([)\]|]|\\\}|\\\|)?\s*([\s\S]*)$/.exec(after) ?? [];
  const isPaired = { "": "", "(": ")", "[": "]", "|": "|", "\\{": "\\}", "\\|": "\\|" }[open] === close;
  if (!isPaired) return null;
  const transposed = /^\^\s*\{?\s*(?:T|\\top|\\text\s*\{\s*T\s*\}|\\intercal)\s*\}?$/.test(rest);
  const divisor = /^\/\s*(\d+)$/.exec(rest)?.[1];
  if (rest !== "" && !transposed && divisor === undefined) return null;
  const factor = factorText.replace(/\\(?:cdot|times)\s*$/, "").trim();
  if (/[=<>,;&]|\\begin|\\in(?![a-zA-Z])|[+]\s*$|[^\s]\s*-\s*$/.test(factor)) return null;
  const whole = factor === "-" || factor === "+" ? `${factor}1` : factor;
  return { open, factor: divisor ? `(${whole || 1})/${divisor}` : whole, transposed };
}

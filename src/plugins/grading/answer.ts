import { matrixIn } from "./matrixIn.ts";
import { normalize, withoutLabel } from "./normalize.ts";
import { basedNumberIn, numberIn } from "./numberIn.ts";
import { readQuantity } from "./quantity.ts";
import { enclosedBy, splitOutside } from "./scan.ts";

/** The shape of an answer. The text inside its leaves is still LaTeX. */
export type Answer =
  | { kind: "formula"; latex: string }
  | { kind: "words"; text: string }
  | { kind: "based"; digits: string; base: string }
  /** `open` and `close` are "" for a list without brackets, and braces for a set. */
  | { kind: "list"; open: string; close: string; items: Answer[] }
  | { kind: "union"; parts: Answer[] }
  /** A determinant is a number, not a matrix, and stands between bars. */
  | { kind: "matrix"; rows: Answer[][]; isDeterminant: boolean }
  | { kind: "ratio"; parts: Answer[] }
  | { kind: "relation"; sides: string[]; operators: string[] };

const LONGEST_ANSWER = 2_000;
const MOST_ITEMS = 100;

const COMMA = new Set([",", ";"]);
const CUP = new Set(["\\cup"]);
const PLUS_MINUS = /\\pm(?![a-zA-Z])|\\mp(?![a-zA-Z])/;
const RELATIONS = new Set(["=", "<", ">", "\\le", "\\ge", "\\ne", "\\approx", "\\in", "\\equiv", "\\to"]);
const APPROXIMATELY = new Set(["\\approx"]);
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])/;

/** Reads the shape of an answer from its text. Returns null for a text that is too long to be an answer. */
export function readAnswer(text: string): Answer | null {
  return text.length > LONGEST_ANSWER ? null : shapeOf(normalize(text));
}

export function shapeOf(text: string): Answer {
  const asWords = /^\\text\s*\{([^{}]*)\}$/.exec(text)?.[1];
  if (asWords !== undefined) return shapeOf(withoutLabel(asWords.trim()));
  const named = namedAnswer(text) ?? basedNumberIn(text);
  if (named) return named;
  const number = numberIn(text);
  if (number !== null) return { kind: "formula", latex: number };
  const table = systemIn(text) ?? matrixIn(text, shapeOf);
  if (table) return table;
  const assigned = text.includes("\\begin") ? relationIn(text) : null;
  if (assigned) return assigned;
  if (isProse(text)) return { kind: "words", text };
  return (
    setOfSolutions(text) ??
    unionIn(text) ??
    ratioIn(text) ??
    listIn(text) ??
    relationIn(text) ??
    bracketed(text) ??
    bothSigns(text) ?? { kind: "formula", latex: text }
  );
}

/** Reads answers that are given by name, such as the real numbers, the empty set or a limit that does not exist. */
function namedAnswer(text: string): Answer | null {
  if (/^(?:dne|d\.\s*n\.\s*e\.?|(?:(?:it|the \w+) )?(?:does not|doesn't) exist|not exist\w*)$/i.test(text)) {
    return { kind: "words", text: "does not exist" };
  }
  if (/^(?:there are )?infinitely many(?: solutions)?$|^infinite solutions$/i.test(text)) {
    return { kind: "words", text: "infinitely many" };
  }
  const infinity = /^(?:(?:positive|plus)|(negative|minus))?\s*infinity$/i.exec(text);
  if (infinity) return { kind: "formula", latex: infinity[1] ? "-\\infty" : "\\infty" };
  if (/^(?:\\mathbb\s*\{?\s*R\s*\}?|\\R|all real numbers|all reals)$/i.test(text)) return shapeOf("(-\\infty,\\infty)");
  if (/^(?:there (?:is|are) )?no (?:real )?solutions?(?: exists?)?$|^(?:the )?empty set$/i.test(text)) {
    return { kind: "formula", latex: "\\emptyset" };
  }
  return null;
}

/** Reads a system of equations under a brace as the list of its equations. */
function systemIn(text: string): Answer | null {
  const match = /^(?:\\\{\s*)?\\begin\{(cases|array|aligned)\}(?:\s*\{[clr|\s]*\})?([\s\S]*)\\end\{\1\}$/.exec(text);
  const rows = (match?.[2] ?? "")
    .split("\\\\")
    .map((row) => row.replaceAll("&", " ").trim())
    .filter((row) => row !== "");
  if (rows.length === 1 && match?.[1] === "aligned") return shapeOf(rows[0]!);
  const isSystem = rows.length > 1 && rows.length <= MOST_ITEMS && rows.every((row) => row.includes("="));
  return isSystem ? listOf(rows) : null;
}

/** Whether a text is words rather than a quantity with a unit: words alone, or words before or between mathematics. */
function isProse(text: string): boolean {
  if (/^\(?[A-J](?:\)|[.:]\s)\s*\S/.test(text.replace(/\\text\s*\{([^{}]*)\}/g, "$1"))) return true;
  const approximated = splitOutside(text, APPROXIMATELY).parts;
  if (approximated.length === 2) return approximated.some(isProse);
  const { latex } = readQuantity(text);
  const outside = latex.replace(/\\text\s*\{([^{}]*)\}/g, " $1 ").replace(/\\[a-zA-Z]+/g, " ");
  const words = (outside.match(/[a-zA-Z][a-zA-Z']{2,}/g) ?? []).filter((word) => !/^and$/i.test(word));
  const mathematics = outside.replace(/[a-zA-Z][a-zA-Z'-]+/g, "").replace(/[\s.,]/g, "");
  if (/^[a-zA-Z][a-zA-Z']{2,} [a-zA-Z]/.test(outside)) return true;
  return words.length > 0 && (mathematics === "" || words.length > 1);
}

/** Reads `{x | x > 5}` as its condition, and `x ∈ [1, 2]` as its set. */
function setOfSolutions(text: string): Answer | null {
  const builder = /^\\\{\s*[a-zA-Z]\s*(?:\\in\s*\\mathbb\s*\{?\s*R\s*\}?\s*)?(?:\||:)([\s\S]*)\\\}$/.exec(text);
  if (builder?.[1]) return shapeOf(builder[1].trim());
  const element = /^\\?[a-zA-Z]+\s*\\in(?![a-zA-Z])\s*([\s\S]+)$/.exec(text);
  return element?.[1] ? shapeOf(element[1].trim()) : null;
}

function unionIn(text: string): Answer | null {
  const { parts } = splitOutside(text, CUP);
  return parts.length > 1 && parts.length <= MOST_ITEMS ? { kind: "union", parts: parts.map(shapeOf) } : null;
}

/** Reads a full hour of the day as a number, and other colons between values as a ratio. */
function ratioIn(text: string): Answer | null {
  const time = /^(\d{1,2}):(\d{2})\s*(?:\\text\s*\{\s*)?(?:[ap]\.?\s*m\.?)?\s*\}?$/i.exec(text);
  if (time?.[2] === "00") return { kind: "formula", latex: time[1] ?? "" };
  const { parts } = splitOutside(time && /[ap]/i.test(text) ? `${time[1]}:${time[2]}` : text, COLON);
  if (parts.length < 2 || parts.length > MOST_ITEMS || !parts.every((part) => VALUE.test(part))) return null;
  return { kind: "ratio", parts: parts.map(shapeOf) };
}

const COLON = new Set([":"]);
/** Matches a value without relations and lists. */
const VALUE = /^[^=<>,;]+$/;

function listIn(text: string): Answer | null {
  const conjoined = /[a-zA-Z]{3,} [a-zA-Z]{4,}/.test(text) ? [text] : text.split(/,?\s+(?:and|or)\s+/);
  const items = conjoined.flatMap((part) => (THOUSANDS.test(part) ? [part] : itemsOf(part)));
  if (items.length < 2 || items.length > MOST_ITEMS || items.some((item) => item === "")) return null;
  return listOf(items);
}

/** Splits at commas and semicolons. Beside semicolons, commas between digits are decimal commas. */
function itemsOf(text: string): string[] {
  const { parts, found } = splitOutside(text, COMMA);
  if (!found.includes(";") || !found.includes(",") || /,(?!\d)|(?<!\d),/.test(text)) return parts;
  return splitOutside(text.replaceAll(",", "."), COMMA).parts;
}

function listOf(items: string[]): Answer {
  return { kind: "list", open: "", close: "", items: items.flatMap((item) => spread(shapeOf(item))) };
}

/** Returns two items for `1 ± √5` inside a list. */
function spread(item: Answer): Answer[] {
  return item.kind === "list" && item.open === "" ? item.items : [item];
}

function relationIn(text: string): Answer | null {
  const { parts, found } = splitOutside(text, RELATIONS);
  if (found.length === 0) return null;
  if (parts[0] === "" && parts[1] !== "" && (found[0] === "\\approx" || found[0] === "="))
    return shapeOf(parts.slice(1).join(found[0]));
  if (parts.some((part) => part === "")) return null;
  return { kind: "relation", sides: parts, operators: found };
}

function bothSigns(text: string): Answer | null {
  if (!PLUS_MINUS.test(text)) return null;
  const upper = text.replace(/\\pm(?![a-zA-Z])/g, "+").replace(/\\mp(?![a-zA-Z])/g, "-");
  const lower = text.replace(/\\pm(?![a-zA-Z])/g, "-").replace(/\\mp(?![a-zA-Z])/g, "+");
  return {
    kind: "list",
    open: "",
    close: "",
    items: [upper, lower].map((sign) => shapeOf(sign.replace(/^\s*\+/, ""))),
  };
}

function bracketed(text: string): Answer | null {
  const enclosed = enclosedBy(text);
  if (!enclosed) return null;
  const { open, close, inner } = enclosed;
  if (inner === "") return { kind: "formula", latex: open === "\\{" ? "\\emptyset" : text };
  const items = itemsOf(inner);
  const content = items.length > 1 && items.every((item) => /^\d+$/.test(item)) ? listOf(items) : shapeOf(inner);
  if (content.kind === "list" && content.open === "")
    return open === "{" ? { ...content, open: "\\{", close: "\\}" } : { ...content, open, close };
  return open === "\\{" ? { kind: "list", open, close, items: [content] } : content;
}

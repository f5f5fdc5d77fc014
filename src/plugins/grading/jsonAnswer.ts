import { withoutQuotes } from "./finding/prose.ts";

const MOST_OBJECTS = 20;
const LONGEST_VALUE = 4_000;
const KEYS = [
  /\\?["“”']?\b(?:(?:final|correct)[_ ]?)?answer\\?["“”']\s*:\s*/gi,
  /(?<=[{,]\s*)\\?["“”'](?:(?:final|correct)[_ ]?)?(?:result|choice|option)\\?["“”']\s*:\s*/gi,
];

/** Returns the answer that `answerField` finds, or null where there is none. */
export function jsonAnswer(completion: string): string | null {
  return answerField(completion) ?? null;
}

/**
 * Returns the `answer` field of the JSON object in a completion as text, else its field `result`, `choice` or `option`;
 * null where the last one is null, and undefined where there is none. The object need
 * not be well-formed: models write code fences, prose around it, raw line breaks, unescaped backslashes and quotes, and
 * leave out commas and the end. Of several objects the last one counts.
 */
export function answerField(completion: string): string | null | undefined {
  for (const name of KEYS) {
    const keys = [...completion.matchAll(name)].slice(-MOST_OBJECTS).reverse();
    for (const key of keys) {
      const from = key.index + key[0].length;
      const rest = completion.slice(from, from + LONGEST_VALUE);
      const value = readValue(rest);
      if (value !== null) return value;
      if (/^null\s*[,}]/.test(rest)) return null;
    }
  }
  return undefined;
}

function readValue(rest: string): string | null {
  if (rest.startsWith('\\"')) return clean(rest.slice(2).split('\\"')[0] ?? "");
  if (rest.startsWith('"')) return readString(rest);
  if (rest.startsWith("[") || rest.startsWith("{")) return readNested(rest);
  return clean(rest.match(/^[^\n,}"]+/)?.[0] ?? "");
}

/** Reads a string up to the first quote after which the object ends, continues or breaks off. */
function readString(rest: string): string | null {
  const end = /(?<!\\)(?:\\\\)*"(?=\s*(?:[,}\]]|```|\/\/|<|$|\n))/g;
  end.lastIndex = 1;
  const match = end.exec(rest);
  if (!match) return clean(unescapeJson(rest.slice(1).split("\n")[0] ?? ""));
  return clean(unescapeJson(rest.slice(1, match.index + match[0].length - 1)));
}

function readNested(rest: string): string | null {
  let depth = 0;
  for (let i = 0; i < rest.length; i++) {
    if ("[{".includes(rest.charAt(i))) depth++;
    if ("]}".includes(rest.charAt(i)) && --depth === 0) {
      const text = rest.slice(0, i + 1);
      return clean(flatten(parseOr(text)));
    }
  }
  return null;
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Writes a list as its values with commas, and an object as the list of its values. */
function flatten(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.values(value).map(flatten).join(", ");
}

const CLASHING_COMMANDS =
  /^\\(?:b(?:ar|egin|eta|ig|igcup|inom|mod|ot|oxed|f|ullet|ecause)|f(?:rac|orall|loor|lat)|n(?:abla|e|eq|eg|ot|otin|u|mid|ewline)|r(?:angle|ceil|floor|ho|ight|ightarrow|oot|m)|t(?:an|anh|au|ext|extbf|extit|exttt|extrm|frac|herefore|heta|ilde|imes|o|op|riangle))(?![a-z])/;

/** Undoes JSON's escapes, but keeps a backslash that begins a LaTeX command which the model forgot to escape. */
function unescapeJson(text: string): string {
  return text.replace(/\\(\\|"|\/|n|t|r|b|f|u[0-9a-fA-F]{4})/g, (escaped, code: string, at: number) => {
    if (code === "\\" || code === '"' || code === "/") return code;
    if (CLASHING_COMMANDS.test(text.slice(at, at + 14))) return escaped;
    if (code.startsWith("u")) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return " ";
  });
}

function clean(text: string): string | null {
  const trimmed = withoutQuotes(text);
  return trimmed === "" || trimmed === "null" ? null : trimmed;
}

import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { RequestError } from "../../errors/requestError.ts";
import { type Experiment, experimentSchema } from "./experimentSchema.ts";

/** The most characters of an experiment file. */
const LONGEST = 100_000;
/** How many nodes aliases may stand for, so that a small file does not become a large one. */
const MOST_ALIASED = 1000;

/**
 * Reads an experiment from YAML or JSON, of which JSON is a part.
 *
 * @param file the name of the file, for messages.
 * @throws RequestError `BAD_EXPERIMENT` with the line, the path and what is allowed there.
 */
export function readExperiment(text: string, file: string): Experiment {
  if (text.length > LONGEST) throw bad(file, null, `it has ${text.length} characters, and ${LONGEST} are allowed`);
  const lines = new LineCounter();
  const document = parsed(text, file, lines);
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault) throw bad(file, lines.linePos(fault.pos[0]).line, firstLine(fault.message));
  const checked = experimentSchema.safeParse(contentOf(document, file));
  if (!checked.success) {
    const { path, message } = faultOf(checked.error.issues[0]!);
    throw bad(file, lineOf(document, path, lines), `${pathText(path)}: ${message}`);
  }
  const { name, models, benchmarks, estimate = {}, ...shared } = checked.data;
  return {
    ...{ name, estimate, shared },
    models: models.map((one) => (typeof one === "string" ? { model: one } : one)),
    benchmarks: benchmarks.map((one) => (typeof one === "string" ? { benchmark: one } : one)),
  };
}

type YamlDocument = ReturnType<typeof parseDocument>;

function parsed(text: string, file: string, lineCounter: LineCounter): YamlDocument {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false }) as YamlDocument;
  } catch (error) {
    // Lists in lists without end exhaust the stack.
    throw bad(file, null, `it can't be read: ${(error as Error).message}`);
  }
}

function contentOf(document: YamlDocument, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASED });
  } catch (error) {
    throw bad(file, null, `it can't be read: ${(error as Error).message}`);
  }
}

interface Fault {
  path: PropertyKey[];
  message: string;
}

/** The fault of an issue: inside a union, that of the form that was meant. */
function faultOf(issue: z.core.$ZodIssue): Fault {
  if (issue.code === "invalid_union") {
    const meant = issue.errors.flat().find(({ code, path }) => code !== "invalid_type" || path.length > 0);
    if (meant) {
      const { path, message } = faultOf(meant);
      return { path: [...issue.path, ...path], message };
    }
    return { path: issue.path, message: "it is neither a name nor an object with the parameters of a run" };
  }
  if (issue.code !== "unrecognized_keys") return { path: issue.path, message: issue.message };
  const allowed = Object.keys(shapeAt(issue.path)).join(", ");
  return {
    path: [...issue.path, issue.keys[0]!],
    message: allowed === "" ? "there is no such key" : `there is no such key. There are: ${allowed}`,
  };
}

/** The keys that the schema has at a path, where these are of the experiment itself, of a model or of a benchmark. */
function shapeAt(path: PropertyKey[]): object {
  const { models, benchmarks } = experimentSchema.shape;
  if (path.length === 0) return experimentSchema.shape;
  if (path.length !== 2) return {};
  const entry = { models, benchmarks }[path[0] as "models" | "benchmarks"]?.element.options[1];
  return entry?.shape ?? {};
}

function pathText(path: PropertyKey[]): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return text.replace(/^\./, "") || "the file";
}

/** The line of the node at a path, or of the nearest node above it. */
function lineOf(document: YamlDocument, path: PropertyKey[], lines: LineCounter): number | null {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length) as unknown[], true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

const firstLine = (message: string) => message.split("\n")[0]!.slice(0, 300);

function bad(file: string, line: number | null, fault: string): RequestError {
  const place = line === null ? file : `${file}, line ${line}`;
  return new RequestError("BAD_EXPERIMENT", `${place}: ${fault.replace(/\.$/, "")}.`, "experiment");
}

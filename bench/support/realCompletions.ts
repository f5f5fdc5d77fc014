import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { closingBrace } from "../../src/plugins/grading/finding/braces.ts";
import { formulasIn } from "../../src/plugins/grading/finding/prose.ts";
import { splitReasoning } from "../../src/plugins/grading/thought/reasoning.ts";

/** A real answer of a model, without its reasoning, to a problem whose gold answer is known. */
export interface Completion {
  text: string;
  gold: string;
  /** Whether the gold answer is a number of prose, or any mathematics. */
  kind: "number" | "expression";
}

/** Reads the completions of MiP-Overthinking (MIT) on GSM8K and MATH-500 that hold a box. */
export function boxedCompletions(folder: string): Completion[] {
  return (["gsm8k", "math"] as const).flatMap((name) =>
    readdirSync(join(folder, name))
      .sort()
      .flatMap((file) => linesOf(join(folder, name, file)))
      .map(({ completion, gold }) => ({
        text: splitReasoning(completion).answer,
        gold,
        kind: name === "gsm8k" ? ("number" as const) : ("expression" as const),
      }))
      .filter(({ text }) => text.includes("\\boxed{")),
  );
}

function linesOf(path: string): { completion: string; gold: string }[] {
  const lines = gunzipSync(readFileSync(path)).toString().split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** Takes the boxes off a text and leaves what stood in them, between dollar signs where the box stood in no formula. */
export function withoutBoxes(text: string): string {
  const start = text.indexOf("\\boxed{");
  if (start < 0) return text;
  const isInFormula = formulasIn(text).some(({ from, to }) => from < start && start < to);
  const mark = isInFormula ? "" : "$";
  const open = start + "\\boxed".length;
  const end = closingBrace(text, open);
  if (end < 0) return text.replaceAll("\\boxed{", "");
  return `${text.slice(0, start)}${mark}${text.slice(open + 1, end)}${mark}${withoutBoxes(text.slice(end + 1))}`;
}

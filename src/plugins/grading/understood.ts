import type { Answer } from "./answer.ts";
import { isReadable } from "./compareFormulas.ts";
import type { Verdict } from "./verdict.ts";

/** Says that two answers of different shapes differ, if both were understood. */
export function differ(a: Answer, b: Answer): Verdict {
  return isUnderstood(a) && isUnderstood(b) ? "unequal" : "undecided";
}

/** Whether every part of an answer is a value that can be read. */
function isUnderstood(answer: Answer): boolean {
  switch (answer.kind) {
    case "formula":
      return isReadable(answer.latex);
    case "list":
      return answer.items.every(isUnderstood);
    case "union":
    case "ratio":
      return answer.parts.every(isUnderstood);
    case "matrix":
      return !answer.isDeterminant && answer.rows.flat().every(isUnderstood);
    case "based":
      return true;
    default:
      return false;
  }
}

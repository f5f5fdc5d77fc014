import { type Answer, shapeOf } from "./answer.ts";
import { compareFormulas } from "./compareFormulas.ts";
import { compareWords } from "./compareWords.ts";
import {
  alternativesOf,
  betweenBoth,
  compareRelations,
  describesPoints,
  intervalOf,
  valueOfCombination,
  valueOfRelation,
} from "./relations.ts";
import { differ } from "./understood.ts";
import { allOf, type Verdict } from "./verdict.ts";

type List = Extract<Answer, { kind: "list" }>;

/** Compares two answers by their shapes, then leaf by leaf. */
export function compareAnswers(given: Answer, gold: Answer): Verdict {
  for (const [approximated, other] of [
    [given, gold],
    [gold, given],
  ] as const) {
    const forms = approximated.kind === "relation" && other.kind !== "relation" ? alternativesOf(approximated) : null;
    if (forms) return compareApproximated(forms, other);
  }
  const a = resolved(given, gold);
  const b = resolved(gold, given);
  if (a.kind === "words" || b.kind === "words") return compareWords(a, b);
  if (a.kind === "based" || b.kind === "based") return compareBased(a, b);
  if (a.kind === "relation" && b.kind === "relation") return compareRelations(a, b);
  if (a.kind === "relation" || b.kind === "relation") return besideRelation(a, b);
  if (a.kind === "ratio" || b.kind === "ratio") return compareRatios(a, b);
  if (a.kind === "union" || b.kind === "union") {
    return compareUnions(a, b);
  }
  if (a.kind === "matrix" || b.kind === "matrix") return compareMatrices(a, b);
  if (a.kind === "list" && b.kind === "list") return compareLists(a, b);
  if (a.kind === "list" || b.kind === "list") return compareWithSingle(a, b);
  return compareFormulas(a.latex, b.latex);
}

/**
 * Compares a relation with another answer. The value that an equation gives to something else than a name may be the
 * answer, as in `|AB| = 5`; if it is not, the equation may still have the answer as its solution.
 */
function besideRelation(a: Answer, b: Answer): Verdict {
  const [relation, other] = a.kind === "relation" ? [a, b] : [b, a];
  if (relation.kind !== "relation") return "undecided";
  const value = valueOfCombination(relation);
  const verdict = value && compareAnswers(value, other);
  if (verdict === "equal") return describesPoints(relation) ? "undecided" : verdict;
  return verdict === "unequal" && describesPoints(relation) ? differ(other, other) : "undecided";
}

/** Compares ratios by their parts, up to a common factor. The ratio of two values is also their quotient. */
function compareRatios(a: Answer, b: Answer): Verdict {
  const [ratio, other] = a.kind === "ratio" ? [a, b] : [b, a];
  if (ratio.kind !== "ratio") return "undecided";
  const left = latexOfAll(ratio.parts);
  const right = other.kind === "ratio" ? latexOfAll(other.parts) : other.kind === "formula" ? [other.latex, "1"] : null;
  if (!left || !right || (other.kind !== "ratio" && left.length !== 2)) return "undecided";
  if (left.length !== right.length) return "unequal";
  // A time such as 2:10 is no quotient.
  const isTime = left.length === 2 && /^\d{1,2}$/.test(left[0] ?? "") && /^\d{2}$/.test(left[1] ?? "");
  const product = (one = "", two = "") => `(${one}) \\cdot (${two})`;
  const verdict = allOf(
    left.slice(1).map((part, i) => compareFormulas(product(part, right[0]), product(right[i + 1], left[0]))),
  );
  return verdict === "unequal" && isTime && other.kind !== "ratio" ? "undecided" : verdict;
}

function latexOfAll(answers: Answer[]): string[] | null {
  return answers.every((answer) => answer.kind === "formula") ? answers.map(({ latex }) => latex) : null;
}

/** Compares an exact value that is followed by its approximation: the exact one counts. */
function compareApproximated(forms: { exact: Answer; approximate: Answer }, other: Answer): Verdict {
  const verdict = compareAnswers(forms.exact, other);
  if (verdict === "equal") return verdict;
  const approximate = compareAnswers(forms.approximate, other);
  return verdict === "unequal" && approximate === "unequal" ? "unequal" : "undecided";
}

/**
 * Replaces a relation by the interval or value that it states where the other answer is no relation: `x = 5` by `5`.
 */
function resolved(answer: Answer, other: Answer): Answer {
  if (answer.kind === "list" && answer.open === "") {
    const parts = answer.items.map((item) => (item.kind === "relation" ? intervalOf(item) : null));
    if (parts.every((part) => part !== null)) return bothHold(answer, other) ?? { kind: "union", parts };
  }
  if (answer.kind !== "relation" || other.kind === "relation") return answer;
  return intervalOf(answer) ?? valueOfRelation(answer) ?? answer;
}

/** Returns the interval where two inequalities both hold. Beside a union, either of them is meant: then it is null. */
function bothHold({ items }: List, other: Answer): Answer | null {
  const [a, b] = items;
  if (items.length !== 2 || other.kind === "union" || a?.kind !== "relation" || b?.kind !== "relation") return null;
  return betweenBoth(a, b);
}

/** Compares unions of sets. Intervals that are only listed may be meant as their union. */
function compareUnions(a: Answer, b: Answer): Verdict {
  const [union, other] = a.kind === "union" ? [a, b] : [b, a];
  if (union.kind !== "union") return "undecided";
  if (other.kind === "union") return unordered(union.parts, other.parts);
  const isListed = other.kind === "list" && other.open === "" && other.items.every(({ kind }) => kind === "list");
  if (!isListed) return differ(a, b);
  return unordered(union.parts, other.items) === "equal" ? "equal" : "undecided";
}

function compareLists(a: List, b: List): Verdict {
  const ordered = (list: List) => list.open !== "" && list.open !== "\\{";
  if (ordered(a) && ordered(b)) {
    const halfOpen = a.items.length === 2 && (a.open !== b.open || a.close !== b.close);
    const brackets = `${a.open}${a.close}${b.open}${b.close}`;
    if (halfOpen && !brackets.includes("angle")) return "unequal";
    return inOrder(a.items, b.items);
  }
  if (ordered(a) || ordered(b)) {
    const [set, tuple] = ordered(a) ? [b, a] : [a, b];
    const [only] = set.items;
    if (set.items.length === 1 && only?.kind === "list") return compareAnswers(only, tuple);
    const verdict = inOrder(a.items, b.items);
    return verdict === "equal" && (a.open === "\\{" || b.open === "\\{") ? "undecided" : verdict;
  }
  return unordered(asSet(a), asSet(b));
}

/** Returns the items of a list; those of a set without repetitions. */
function asSet({ open, items }: List): Answer[] {
  if (open !== "\\{") return items;
  const isRepeated = (item: Answer, i: number) =>
    items.slice(0, i).some((earlier) => compareAnswers(earlier, item) === "equal");
  return items.filter((item, i) => !isRepeated(item, i));
}

function inOrder(a: Answer[], b: Answer[]): Verdict {
  if (a.length !== b.length) return differ({ kind: "union", parts: a }, { kind: "union", parts: b });
  return allOf(a.map((item, i) => compareAnswers(item, b[i] as Answer)));
}

/** Compares two lists in any order: each item of `a` takes an equal item of `b`. */
function unordered(a: Answer[], b: Answer[]): Verdict {
  if (a.length !== b.length) return differ({ kind: "union", parts: a }, { kind: "union", parts: b });
  const free = [...b];
  let verdict: Verdict = "equal";
  for (const item of a) {
    const verdicts = free.map((candidate) => compareAnswers(item, candidate));
    const partner = verdicts.indexOf("equal");
    if (partner >= 0) free.splice(partner, 1);
    else if (verdicts.includes("undecided")) verdict = "undecided";
    else return "unequal";
  }
  return verdict;
}

const SET_OPERATION = /\\(?:setminus|cap|backslash)(?![a-zA-Z])/;

function compareWithSingle(a: Answer, b: Answer): Verdict {
  const [list, single] = a.kind === "list" ? [a, b] : [b, a];
  if (list.kind !== "list") return "undecided";
  if (list.items.length === 1) return compareAnswers(list.items[0] as Answer, single);
  if (single.kind === "formula" && SET_OPERATION.test(single.latex)) return "undecided";
  const isOneValue =
    (list.open === "" || list.open === "\\{") && list.items.every((item) => compareAnswers(item, single) === "equal");
  return isOneValue ? "equal" : differ(list, single);
}

function compareMatrices(a: Answer, b: Answer): Verdict {
  const rowsOfA = rowsOf(a);
  const rowsOfB = rowsOf(b);
  if (rowsOfA && rowsOfB) {
    const isDeterminant = (answer: Answer) => answer.kind === "matrix" && answer.isDeterminant;
    if (isDeterminant(a) !== isDeterminant(b)) return "undecided";
    if (rowsOfA.length !== rowsOfB.length) return differ(a, b);
    return allOf(rowsOfA.map((row, i) => inOrder(row, rowsOfB[i] ?? [])));
  }
  const [matrix, list] = a.kind === "matrix" ? [a, b] : [b, a];
  if (matrix.kind !== "matrix") return "undecided";
  if (matrix.isDeterminant) return compareDeterminant(matrix.rows, list);
  const column = list.kind === "formula" ? /^\\binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}$/.exec(list.latex) : null;
  if (column && matrix.rows.every((row) => row.length === 1))
    return inOrder(matrix.rows.flat(), [shapeOf(column[1]!.trim()), shapeOf(column[2]!.trim())]);
  if (list.kind !== "list") return matrix.rows.flat().length === 1 ? "undecided" : differ(a, b);
  const isVector = matrix.rows.length === 1 || matrix.rows.every((row) => row.length === 1);
  return isVector ? inOrder(matrix.rows.flat(), list.items) : differ(a, b);
}

/** Compares a determinant of two rows with its value. */
function compareDeterminant([first, second, ...more]: Answer[][], value: Answer): Verdict {
  const [a, b] = latexOfAll(first ?? []) ?? [];
  const [c, d] = latexOfAll(second ?? []) ?? [];
  if (!a || !b || !c || !d || first!.length !== 2 || more.length > 0 || value.kind !== "formula") return "undecided";
  return compareFormulas(`(${a}) \\cdot (${d}) - (${b}) \\cdot (${c})`, value.latex);
}

/** Returns the rows of a matrix, including one that is written as a list of lists. */
function rowsOf(answer: Answer): Answer[][] | null {
  if (answer.kind === "matrix") return answer.rows;
  if (answer.kind !== "list" || !answer.items.every((item) => item.kind === "list")) return null;
  return answer.items.map((item) => (item as List).items);
}

/** Compares numbers with a base. A number without one is assumed to be in the base that was asked for. */
function compareBased(a: Answer, b: Answer): Verdict {
  const [based, other] = a.kind === "based" ? [a, b] : [b, a];
  if (based.kind !== "based") return "undecided";
  if (other.kind === "based" && other.base === based.base) return sameDigits(other.digits, based.digits);
  if (other.kind === "based") return valueInBase(other) === valueInBase(based) ? "undecided" : "unequal";
  if (other.kind !== "formula") return "undecided";
  const digits = other.latex.replace(/[\s,]/g, "").toUpperCase();
  return sameDigits(digits, based.digits) === "equal" ? "equal" : differ(based, other);
}

function sameDigits(a: string, b: string): Verdict {
  const bare = (digits: string) => digits.replace(/^(-?)0+(?=[\dA-Z])/, "$1");
  return bare(a) === bare(b) ? "equal" : "unequal";
}

/** Returns the value of a number with a base; NaN if a digit is too large for it. */
function valueInBase({ digits, base }: Extract<Answer, { kind: "based" }>): number {
  const [sign, whole = "", part = ""] = [digits.startsWith("-") ? -1 : 1, ...digits.replace("-", "").split(".")];
  const value = [...whole, ...part].reduce((sum, digit) => sum * Number(base) + Number.parseInt(digit, 36), 0);
  return (Number(sign) * value) / Number(base) ** part.length;
}

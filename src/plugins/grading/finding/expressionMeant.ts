import { isDoubtful } from "./doubt.ts";
import { boldIn, type Formula, formulasIn, withoutEmphasis, withoutQuotes } from "./prose.ts";

const BETWEEN_ITEMS = /^[\s,;]*(and|or|und|oder|et|ou|和|或|与)?[\s,;]*$/i;
const SAID = /(?:\b(?:is|are|equals|be)\s+|[是为]\s*)(?:\*\*)?([-+√\d\\({[|][^a-z]*.*|[a-zA-Z]\b.*)$/;
const REMARK =
  /(?:,|\s)\s*(?:because|since|as (?:desired|required|claimed|needed)|so that|which)\b.*$|,\s*(?:as|where|when|so|and we)\b.*$/i;
/** A number among the words that Chinese, Japanese and Korean put before and behind it: 共有42个, 42です. */
const COUNTED =
  /^(?:一共|总共|总计|共计|共|有|为|是|約|约)*\s*([^\s\p{L}]*\d[^\s\p{L}]*)\s*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}。]+$/u;
const BEGINNING = /^(?:so|thus|hence|therefore|then)\b[,:]?\s*(?:we (?:have|get|obtain|find)\s+)?/i;
const LEADS =
  /(?:\b(?:is|are|equals?|be|becomes|get|obtain|find|have|was|remains)|[:=是为])\s*(?:exactly|simply|just|therefore|thus|about|approximately|either|then)?\s*$/i;

/**
 * Finds the mathematics that a sentence gives as an answer: its formulas behind the last "is" or the like, what it sets in
 * bold, what it says behind "is", or the whole sentence.
 *
 * @param isAnnounced whether the sentence stands behind words such as "The answer is".
 * @returns null where the answer is only a bound or is denied.
 */
export function expressionIn(sentence: string, isAnnounced: boolean): string | null {
  const formulas = formulasIn(sentence);
  const said = SAID.exec(sentence);
  const chosen =
    formulas.length > 0 && (isAnnounced || !saidAfter(formulas.at(-1)!, said))
      ? meantAmong(formulas, sentence, isAnnounced)
      : null;
  if (chosen) {
    const { first, last, answer } = chosen;
    const same = /^\s*(?:or|oder|ou|或)\s+(-?[\d.,/]*\d)/.exec(sentence.slice(last.to));
    const rest = sentence.slice(last.to + (same?.[0].length ?? 0));
    return isDoubtful(sentence.slice(0, first.from), rest) ? null : `${answer}${same ? ` or ${same[1]}` : ""}`;
  }
  const bold = boldIn(sentence).filter(({ inner }) => inner.length < sentence.length - 4);
  if (bold.length === 1 && /\s/.test(sentence.trim())) {
    const { inner, from, to } = bold[0]!;
    return isDoubtful(sentence.slice(0, from), sentence.slice(to)) ? null : withoutQuotes(inner) || null;
  }
  const plain = isAnnounced ? sentence : (said?.[1] ?? sentence);
  const answer = withoutQuotes(withoutEmphasis(plain).replace(REMARK, "").replace(BEGINNING, "")).replace(
    COUNTED,
    "$1",
  );
  const before = sentence.slice(0, Math.max(0, sentence.indexOf(plain)));
  const amount = /-?[\d.,]*\d/.exec(plain);
  const isDenied =
    amount !== null && isDoubtfulAmount(`${before}${plain}`, before.length + amount.index, amount[0].length);
  return isDenied ? null : answer || null;
}

function isDoubtfulAmount(sentence: string, from: number, length: number): boolean {
  const after = sentence.slice(from + length);
  // Two amounts are a list here, and no doubt.
  return isDoubtful(sentence.slice(0, from).replace(/\d/g, "#"), after.replace(/\d/g, "#"));
}

function saidAfter(formula: Formula, said: RegExpExecArray | null): boolean {
  return said !== null && said.index + said[0].length - said[1]!.length >= formula.to && /^[-+√\d]/.test(said[1]!);
}

/** Chooses among the formulas of a sentence: a run of formulas that are listed is one answer. */
function meantAmong(formulas: Formula[], sentence: string, isAnnounced: boolean) {
  const runs: Formula[][] = [];
  for (const formula of formulas) {
    const previous = runs.at(-1)?.at(-1);
    const isListed = previous && BETWEEN_ITEMS.test(sentence.slice(previous.to, formula.from));
    if (isListed) runs.at(-1)!.push(formula);
    else runs.push([formula]);
  }
  const isLed = (run: Formula[]) => LEADS.test(withoutEmphasis(sentence.slice(0, run[0]!.from)));
  const isFirst = isAnnounced && !/[a-zA-Z]{2}/.test(sentence.slice(0, formulas[0]!.from));
  const run = isFirst ? runs[0]! : (runs.findLast(isLed) ?? runs.at(-1)!);
  const answer = run
    .map(({ latex }, i) => {
      const between = i === 0 ? "" : sentence.slice(run[i - 1]!.to, run[i]!.from);
      return `${i === 0 ? "" : /\b(?:or|oder|ou)\b|或/.test(between) ? " or " : ", "}${latex}`;
    })
    .join("");
  return { first: run[0]!, last: run.at(-1)!, answer };
}

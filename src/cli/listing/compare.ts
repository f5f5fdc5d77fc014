import type { Command } from "commander";
import { inSentence, writeBare, writeValue } from "../../drawing/writeValue.ts";
import { printable } from "../../errors/printable.ts";
import type { Ask, Data } from "../progress/ask.ts";
import { printAsked } from "./asked.ts";

const QUERY = `
  query ($a: ComparedInput!, $b: ComparedInput!, $benchmark: String!) {
    compare(a: $a, b: $b, benchmark: $benchmark) {
      problemCount
      a { model { slug } mode }
      b { model { slug } mode }
      accuracy { ...difference }
      costs { ...difference }
      warnings { message }
    }
  }
  fragment difference on PairedDifference { metric { name title unit } a b difference { value low high } verdict note }
`;

/** `paretograph compare A B --on gsm8k`: two models, or two modes of one, on the problems that both answered. */
export function declare(command: Command): void {
  command
    .argument("<a>", "a model, or a model in a mode as Qwen3-32B:on")
    .argument("<b>", "the other one")
    .requiredOption("--on <benchmark>", "the benchmark whose problems both answered, e.g. gpqa-diamond")
    .option("--json", "print JSON")
    .option("--server <url>", "ask the server at this address, instead of the store")
    .action((a: string, b: string, { on, json, server }: { on: string; json?: boolean; server?: string }) =>
      printAsked(server, async (ask: Ask) => {
        const { compare } = await ask(QUERY, { a: sideOf(a), b: sideOf(b), benchmark: on });
        return json ? JSON.stringify(compare, null, 2) : printable(inWords(compare, on));
      }),
    );
}

/** A mode follows the model after the last colon. */
function sideOf(text: string): { model: string; mode?: string } {
  const at = text.lastIndexOf(":");
  return at < 1 ? { model: text } : { model: text.slice(0, at), mode: text.slice(at + 1) };
}

function inWords({ problemCount, a, b, accuracy, costs, warnings }: Data, benchmark: string): string {
  const [one, other] = [nameOf(a), nameOf(b)];
  const better = {
    A: `${one} is more accurate`,
    B: `${other} is more accurate`,
    TIED: "The data cannot tell which is more accurate",
  };
  const { value, low, high } = accuracy.difference;
  const sentences = [
    `${better[accuracy.verdict as keyof typeof better]} on ${benchmark}: ${one} has ${writeBare(accuracy.a, "1")} and ` +
      `${other} ${writeBare(accuracy.b, "1")} of the ${problemCount} problems that both answered, a difference of ` +
      `${inPoints(value)} points (${inPoints(low)} to ${inPoints(high)}).`,
    ...costs.map((cost: Data) => costInWords(cost, one, other)),
    ...warnings.map(({ message }: Data) => message),
  ];
  return sentences.join(" ");
}

function costInWords({ metric, a, b, verdict, note }: Data, one: string, other: string): string {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const figures = `${writeValue(a, metric.unit)} against ${writeValue(b, metric.unit)}`;
  const title = inSentence(metric.title);
  const estimated = note ? ", by prices of tokens" : "";
  if (verdict === "TIED") return `The data cannot tell which is lower in ${title} (${figures}${estimated}).`;
  const times = low > 0 ? `, ${Number((high / low).toPrecision(2))} times` : "";
  return `${verdict === "A" ? one : other} is lower in ${title}: ${figures}${times}${estimated}.`;
}

const nameOf = ({ model, mode }: Data) => (mode === "default" ? model.slug : `${model.slug} (${mode})`);
const inPoints = (share: number) => `${share < 0 ? "−" : ""}${Math.abs(100 * share).toFixed(1)}`;

import { type Command, InvalidArgumentError } from "commander";
import { fitTable } from "../../drawing/table.ts";
import { writeNumber } from "../../drawing/writeValue.ts";
import type { Ask, Data } from "../progress/ask.ts";
import { printAsked } from "./asked.ts";

interface GpuFlags {
  promptTokens: number;
  outputTokens: number;
  precision?: string;
  batch: number;
  json?: boolean;
  server?: string;
}

/** The numbers of accelerators that serve together, of which the smallest that holds the model is shown. */
const COUNTS = [1, 2, 4, 8];
const USUAL_WIDTH = 160;

/** `paretograph gpus MODEL`: how many of each accelerator hold a model, and what an answer takes there. */
export function declare(command: Command): void {
  command
    .argument("<model>", "e.g. Qwen3-32B")
    .option("--prompt-tokens <n>", "the length of the prompt", wholeNumber, 200)
    .option("--output-tokens <n>", "the length of the answer, its reasoning included", wholeNumber, 2000)
    .option("--precision <p>", "the precision of the weights, e.g. FP8; as published if not given")
    .option("--batch <n>", "how many answers are generated at once", wholeNumber, 1)
    .option("--json", "print JSON")
    .option("--server <url>", "ask the server at this address, instead of the store")
    .action((model: string, flags: GpuFlags) => printAsked(flags.server, (ask) => answer(ask, model, flags)));
}

async function answer(ask: Ask, model: string, flags: GpuFlags): Promise<string> {
  const { promptTokens, outputTokens, precision, batch, json } = flags;
  const { accelerators } = await ask("{ accelerators(first: 100) { nodes { slug dataSheet { memory } } } }", {});
  const usable = accelerators.nodes.filter(({ dataSheet }: Data) => dataSheet?.memory);
  const rows: Data[] = [];
  let open: Data[] = usable;
  for (const count of COUNTS) {
    if (open.length === 0) break;
    const fields = open.map(
      ({ slug }: Data, i: number) =>
        `g${i}: compute(promptTokens: $promptTokens, outputTokens: $outputTokens, on: { hardware: ${JSON.stringify(slug)}, ` +
        `count: ${count}, batch: $batch, precision: $precision }) { fits exceedsContext precision deploymentMemory seconds energy }`,
    );
    const query = `query ($model: String!, $promptTokens: Float!, $outputTokens: Float!, $batch: Int, $precision: Precision) {
      model(slug: $model) { slug ${fields.join(" ")} } }`;
    const asked = await ask(query, { model, promptTokens, outputTokens, batch, precision: precision?.toUpperCase() });
    const isFitting = (_: Data, i: number) => asked.model[`g${i}`]?.fits === true;
    rows.push(
      ...open.flatMap((one, i) =>
        isFitting(one, i)
          ? [
              {
                accelerator: one.slug,
                count,
                model: asked.model.slug,
                memory: one.dataSheet.memory,
                ...asked.model[`g${i}`],
              },
            ]
          : [],
      ),
    );
    open = open.filter((one, i) => !isFitting(one, i));
  }
  if (json) return JSON.stringify(rows, null, 2);
  rows.sort((a, b) => a.count - b.count || a.seconds - b.seconds);
  const gib = (bytes: number) => writeNumber(bytes / 2 ** 30);
  const columns = [
    { title: "accelerators", write: ({ accelerator, count }: Data) => `${count} × ${accelerator}` },
    { title: "memory needed, GiB", write: ({ deploymentMemory }: Data) => gib(deploymentMemory) },
    { title: "there, GiB", write: ({ memory, count }: Data) => gib(memory * count) },
    { title: "~s/answer", write: ({ seconds }: Data) => writeNumber(seconds) },
    { title: "~J/answer", write: ({ energy }: Data) => (energy === null ? "" : writeNumber(energy)) },
  ];
  const none = open.map(({ slug }: Data) => slug);
  return [
    ...fitTable(columns, rows, process.stdout.columns ?? USUAL_WIDTH),
    "",
    advice(rows, model) + (none.length > 0 ? ` Not even ${COUNTS.at(-1)} hold it: ${none.join(", ")}.` : ""),
  ].join("\n");
}

/** The smallest number of accelerators, and of these the quickest. Rows come in that order. */
function advice([first, ...others]: Data[], model: string): string {
  if (!first) return `No accelerator holds ${model}, however many serve it together (up to ${COUNTS.at(-1)}).`;
  const least = [first, ...others].filter(({ count }) => count === first.count).sort((a, b) => a.memory - b.memory)[0];
  const answer = `${writeNumber(first.seconds)} s for an answer`;
  const smallest =
    least === first
      ? ""
      : ` The one with the least memory that holds it is ${least.accelerator}, with ${writeNumber(least.seconds)} s.`;
  const long = first.exceedsContext ? " The answer is longer than the model's context." : "";
  return (
    `Take ${first.count} × ${first.accelerator} for ${first.model} in ${first.precision}: the quickest of those of which ` +
    `${first.count === 1 ? "one holds" : `${first.count} hold`} it, an estimated ${answer}.${smallest}${long} ` +
    "Seconds and energy are estimates, off by some 15 % where they were held against measurements (docs/deployment.md)."
  );
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It is a whole number from 1 on.");
  return number;
}

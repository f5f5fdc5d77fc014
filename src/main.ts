import { Command } from "commander";
import { CommandError } from "./cli/settings.ts";

// Each command loads only what it needs: a server need not wait for the engines and graders of a run.
const program = new Command("paretograph").description(
  "Which open model, in which mode, buys the most accuracy for the compute you have?",
);

/** An option that may be repeated, or hold several values with commas. */
const listed = (value: string, before: string[] = []) => [...before, ...value.split(",")];

program
  .command("serve", { isDefault: true })
  .description(
    "answer GraphQL queries (HOST, PORT, DATA_DIR and DATABASE_URL in the environment change where and from what)",
  )
  .action(async () => (await import("./cli/serve.ts")).serve());

program
  .command("run")
  .description("measure a model on benchmarks: one run for each benchmark and way of thinking")
  .requiredOption("--model <slug>", "the model, e.g. Qwen/Qwen3-8B")
  .requiredOption("--benchmark <list>", "benchmarks, e.g. gsm8k,aime25")
  .requiredOption("--runner <name>", "vllm, sglang, tgi, openai, or a plugin's")
  .option("--endpoint <url>", "a running engine; without it the runner's options say what to launch")
  .option("--runner-options <json>", "the runner's options")
  .option("--benchmark-options <json>", "the benchmarks' options")
  .option("--thinking <list>", "default, off, on, full, or numbers of tokens, e.g. off,64,256,full")
  .option("--repeats <n>", "answers to each problem")
  .option("--limit <n>", "only the first problems")
  .option("--temperature <t>", "0 is greedy; if not given 0, or 0.6 where the model is told to think")
  .option("--top-p <p>", "the model's own if not given")
  .option("--top-k <k>", "the model's own if not given")
  .option("--frequency-penalty <f>", "0.05 if not given")
  .option("--max-tokens <n>", "the most tokens of an answer; the model's context if not given")
  .option("--seed <n>", "the seed of the first repeat")
  .option("--concurrency <n>", "requests in flight at most")
  .option("--timeout <seconds>", "what one answer may take")
  .option("--lab <slug>", "who measures")
  .option("--data <file>", "the problems, instead of their public source")
  .option("--hardware <name>", "where the model is served, e.g. 8xH100-SXM, where it can't be seen from here")
  .option("--meter <source>", "meter an engine's GPUs that was not launched here: nvidia-smi, or a DCGM exporter's URL")
  .option("--judge <runner>", "a runner whose model judges what the parse can't decide")
  .option("--judge-endpoint <url>", "where the judge is")
  .option("--dry-run", "only say what would be asked, and what it is likely to cost")
  .action(async (options) => (await import("./cli/run.ts")).run(options));

program
  .command("frontier")
  .argument("<benchmarks...>", "e.g. gsm8k; of several the mean over all of them counts")
  .description("which model to take: the frontier of accuracy against what it costs, as a table, a plot and a sentence")
  .option("--by <metric>", "what accuracy is traded for, flops if not given; repeat it for more", listed)
  .option("--on <accelerator>", "as served there, e.g. L40S")
  .option("--count <n>", "how many of them serve the model together")
  .option("--precision <p>", "of the weights, e.g. FP8; as published if not given")
  .option("--batch <n>", "how many answers are written at once")
  .option("--dollars-per-hour <price>", "what one accelerator costs; needed for --by cost")
  .option("--max <metric=number>", "a limit, e.g. flops=1e15; repeat it for more", listed)
  .option("--min <metric=number>", "a limit, e.g. accuracy=0.9; repeat it for more", listed)
  .option("--lab <list>", "only what these labs ran or published", listed)
  .option("--model <list>", "only these models", listed)
  .option("--grain <grain>", "what competes: MODEL, RUN or OPERATING_POINT; a model in a mode if not given")
  .option("--as-of <date>", "only models that were released by then, as 2025-01-31")
  .option("--min-membership <share>", "all that stands on the frontier in this share of resamples, e.g. 0.5")
  .option("--svg <file>", "write a picture instead")
  .option("--json", "print what the API's query gives instead")
  .action(async (benchmarks, options) => (await import("./cli/frontier.ts")).frontier(benchmarks, options));

program
  .command("worker")
  .description("take queued runs from the database of DATABASE_URL, on a machine that has the engines")
  .option("--runners <list>", "only runs of these runners")
  .action(async (options) => (await import("./cli/worker.ts")).worker(options));

program
  .command("model")
  .description("the models that compute is reckoned for")
  .command("add")
  .argument("<model>", "a model's id on the hub, such as Qwen/Qwen3-8B, or the path of a config.json")
  .option("--slug <slug>", "what queries call it; needed with a file")
  .option("--developer <name>", "who made it; else the first part of its slug")
  .option("--family <name>", "the series that it belongs to")
  .option("--released-on <date>", "the day of its release, as 2025-01-31")
  .description("add a model, or bring it up to date, from its published config")
  .action(async (model, options) => (await import("./cli/addModel.ts")).addModel(model, options));

program
  .command("schema")
  .description("print the GraphQL schema")
  .action(async () => void process.stdout.write((await import("./cli/printSchema.ts")).schemaText()));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { defineEstimator, type ServingRequest, type ServingTimes } from "paretograph/plugin";
import { z } from "zod";

/** The names of aiconfigurator for the accelerators of which it has tables. */
const SYSTEMS: Record<string, string> = {
  "A100-80GB-SXM": "a100_sxm",
  "H100-SXM": "h100_sxm",
  H200: "h200_sxm",
  B200: "b200_sxm",
  B300: "b300_sxm",
  GB200: "gb200",
};
const BACKENDS = { VLLM: "vllm", SGLANG: "sglang", TENSORRT_LLM: "trtllm" };

const options = z.strictObject({
  /** A Python that has aiconfigurator, as `/home/me/venv/bin/python`. */
  python: z.string().min(1),
});

/** The host gives 60 s for all requests; the process ends before. */
const LONGEST_MS = 55_000;
const MOST_OUTPUT = 16 * 1024 * 1024;
const SCRIPT = fileURLToPath(new URL("estimate.py", import.meta.url));

/** What aiconfigurator gives for a static batch, in milliseconds; null where it has no table. */
const answers = z.array(z.object({ ttft: z.number().positive(), tpot: z.number().positive() }).nullable());

export default defineEstimator<z.output<typeof options>>({
  name: "aiconfigurator",
  version: "1.0.0",
  apiVersion: "1.7.0",
  description: "Times of serving by aiconfigurator, in a Python of one's own.",
  options,
  // Nobody measured them by cell: it answers where a caller names it. `npm run bench:deployment -- --python PATH` of the
  // repository measures it, and what that prints can stand here.
  errors: [],
  async estimate(requests, { python }) {
    const known = requests.map(argumentsOf);
    const given = answers.parse(JSON.parse(await run(python, JSON.stringify(known.filter((one) => one !== null)))));
    let at = 0;
    return known.map((one) => (one === null ? null : timesOf(given[at++] ?? null)));
  },
});

/** The arguments of `cli_estimate`; null for what it has no table of. */
function argumentsOf(request: ServingRequest): Record<string, unknown> | null {
  const { accelerator, engine, tensorParallel, attentionParallel, expertParallel, pipelineParallel } = request;
  const system = SYSTEMS[accelerator];
  if (system === undefined || pipelineParallel > 1) return null;
  return {
    model_path: request.model,
    system_name: system,
    backend_name: BACKENDS[engine],
    isl: Math.round(request.promptTokens),
    osl: Math.max(2, Math.round(request.outputTokens)),
    batch_size: Math.max(1, Math.round(request.batch / attentionParallel)),
    tp_size: tensorParallel,
    attention_dp_size: attentionParallel,
    moe_tp_size: (tensorParallel * attentionParallel) / expertParallel,
    moe_ep_size: expertParallel,
  };
}

/** It estimates means of a batch that does not change, so that they stand for the 95th percentiles too. */
function timesOf(given: { ttft: number; tpot: number } | null): ServingTimes | null {
  if (given === null) return null;
  const [ttft, between] = [given.ttft / 1000, given.tpot / 1000];
  return { ttft, ttftP95: ttft, interTokenLatency: between, interTokenP95: between, power: null };
}

/** What the script prints after `estimates: `. */
function run(python: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [SCRIPT], {
      stdio: ["pipe", "pipe", "pipe"],
      timeout: LONGEST_MS,
      killSignal: "SIGKILL",
    });
    let [output, complaint] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.length > MOST_OUTPUT) child.kill("SIGKILL");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-1000);
    });
    // A program that does not read what it is told says by its end what is wrong.
    child.stdin.on("error", () => {}).end(input);
    child.on("error", (error) => reject(new Error(`${python} can't be run: ${error.message}`)));
    child.on("close", (code, signal) => {
      const line = output.split("\n").find((text) => text.startsWith("estimates: "));
      if (code === 0 && line) return resolve(line.slice("estimates: ".length));
      const why = signal === null ? `ended with ${code}` : `was ended by ${signal}`;
      reject(new Error(`${python} ${why} and gave no estimates. Is aiconfigurator installed there? ${complaint}`));
    });
  });
}

import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { declareRunFlags, readPatience, readRunFlags } from "../../src/cli/runFlags.ts";
import { RECIPE_PARAMETERS } from "../../src/evaluation/plan/runParameters.ts";

const NEEDED = ["--model", "Qwen/Qwen3-8B", "--benchmark", "gsm8k", "--runner", "vllm"];

/** The request that the command makes of these arguments. */
function requestOf(...args: string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  declareRunFlags(command);
  return readRunFlags(command.parse(args, { from: "user" }).opts());
}

describe("the flags of `paretograph run`", () => {
  it("give a request every parameter", () => {
    const flags = {
      "--model": "Qwen/Qwen3-8B",
      "--benchmark": "gsm8k,aime25",
      "--runner": "vllm",
      "--endpoint": "http://127.0.0.1:8000",
      "--runner-options": '{"model": "qwen"}',
      "--benchmark-options": '{"shots": 0}',
      "--thinking": "off,64,full",
      "--repeats": "4",
      "--limit": "10",
      "--temperature": "0.6",
      "--top-p": "0.95",
      "--top-k": "20",
      "--frequency-penalty": "-0.5",
      "--max-tokens": "1e3",
      "--seed": "7",
      "--concurrency": "8",
      "--timeout": "2.5",
      "--lab": "mine",
      "--data": "problems.jsonl",
      "--hardware": "8xH100-SXM",
      "--meter": "http://gpus:9400/metrics",
      "--judge": "openai",
      "--judge-endpoint": "http://127.0.0.1:8001",
    };
    expect(requestOf(...Object.entries(flags).flat())).toEqual({
      ...{ model: "Qwen/Qwen3-8B", benchmarks: ["gsm8k", "aime25"], runner: "vllm" },
      runnerOptions: { endpoint: "http://127.0.0.1:8000", model: "qwen" },
      ...{ benchmarkOptions: { shots: 0 }, thinking: ["off", "64", "full"], repeats: 4, limit: 10 },
      ...{ temperature: 0.6, topP: 0.95, topK: 20, frequencyPenalty: -0.5, maxTokens: 1000, seed: 7 },
      ...{ mostConcurrent: 8, load: "fixed", timeout: 2.5, lab: "mine", dataFile: "problems.jsonl" },
      ...{ hardware: { name: "H100-SXM", count: 8 }, meter: { dcgmExporter: "http://gpus:9400/metrics" } },
      judge: { name: "openai", options: { endpoint: "http://127.0.0.1:8001" } },
    });
  });

  it.each([
    ["90", 90],
    ["90s", 90],
    ["30m", 1800],
    ["1.5h", 5400],
    ["7d", 604_800],
    ["0", 0],
  ])("read the time %s", (text, seconds) => {
    expect(requestOf(...NEEDED, "--wait-engine", text)).toMatchObject({ waitEngine: seconds });
    expect(readPatience(text)).toBe(seconds);
  });

  it.each(["soon", "-1", "8d", "1e3", "", "5 weeks", "m", "Infinity", "NaN"])("refuse the time %j", (text) => {
    expect(() => readPatience(text)).toThrow(/^--wait-engine ".*" is not a time of a week at most/);
    const { waitEngine } = requestOf(...NEEDED, `--wait-engine=${text}`);
    expect(RECIPE_PARAMETERS.waitEngine.schema.safeParse(waitEngine).success).toBe(false);
  });

  it("leave out what is not given", () => {
    expect(requestOf(...NEEDED)).toEqual({ model: "Qwen/Qwen3-8B", benchmarks: ["gsm8k"], runner: "vllm" });
  });

  it("let the runner's options overrule the endpoint", () => {
    const options = ["--runner-options", '{"endpoint": "http://b"}'];
    expect(requestOf(...NEEDED, ...options, "--endpoint", "http://a").runnerOptions).toEqual({ endpoint: "http://b" });
  });

  it("have short forms for a meter and for hardware", () => {
    expect(requestOf(...NEEDED, "--meter", "nvidia-smi").meter).toEqual({});
    expect(requestOf(...NEEDED, "--meter", "nvml", "--meter-gpus", "0,1").meter).toEqual({ gpus: ["0", "1"] });
    expect(requestOf(...NEEDED, "--meter", "amd-smi").meter).toEqual({ plugin: { name: "amd-smi" } });
    expect(requestOf(...NEEDED, "--concurrency", "auto")).toEqual({ ...requestOf(...NEEDED), load: "auto" });
    expect(requestOf(...NEEDED, "--hardware", "L40S").hardware).toEqual({ name: "L40S", count: 1 });
    expect(requestOf(...NEEDED, "--judge", "vllm").judge).toEqual({ name: "vllm" });
  });

  it.each([
    [["--limit", "few"], '--limit "few" is not a number.'],
    [["--top-p", "0,9"], '--top-p "0,9" is not a number.'],
    [["--max-tokens", "Infinity"], '--max-tokens "Infinity" is not a number.'],
    [["--runner-options", "{model}"], /^--runner-options is not JSON: /],
  ])("say what cannot be read of %j", (flags, message) => {
    expect(() => requestOf(...NEEDED, ...flags)).toThrow(message);
  });

  it.each(["--model", "--benchmark"])("need %s", (flag) => {
    const others = NEEDED.toSpliced(NEEDED.indexOf(flag), 2);
    expect(() => requestOf(...others)).toThrow(new RegExp(`required option '${flag} `));
  });
});

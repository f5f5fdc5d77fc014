import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { containerCommand } from "../../../src/runners/launch/container.ts";
import { launchOptions } from "../../../src/runners/launch/options.ts";
import { sglangProgram } from "../../../src/runners/sglang/program.ts";
import { tgiProgram } from "../../../src/runners/tgi/program.ts";
import { vllmProgram } from "../../../src/runners/vllm/program.ts";

/** The command with a fixed name for the container, of the engine's image `image:1`. */
function commandOf(program: typeof vllmProgram, more: object = {}) {
  const options = launchOptions.parse({ model: "Qwen/Qwen3-8B", ...more });
  const { command, environment, afterwards } = containerCommand(program, options, "image:1", 8123);
  const name = command[command.indexOf("--name") + 1]!;
  expect(name).toMatch(new RegExp(`^paretograph-${program.name}-[0-9a-f]{8}$`));
  expect(afterwards).toEqual(["docker", "rm", "--force", name]);
  return { line: command.join(" ").replace(name, "NAME"), environment };
}

beforeEach(() => {
  vi.stubEnv("HF_HOME", "/models");
  vi.stubEnv("HF_TOKEN", undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a container", () => {
  it.each([
    [vllmProgram, "--volume /models:/root/.cache/huggingface image:1 --model Qwen/Qwen3-8B --host 0.0.0.0 --port 8123"],
    [
      sglangProgram,
      "--volume /models:/root/.cache/huggingface image:1 python3 -m sglang.launch_server --model-path Qwen/Qwen3-8B " +
        "--host 0.0.0.0 --port 8123 --enable-metrics",
    ],
    [tgiProgram, "--volume /models/hub:/data image:1 --model-id Qwen/Qwen3-8B --hostname 0.0.0.0 --port 8123"],
  ])("gets the cache of models where its image keeps it, and all GPUs: $title", (program, rest) => {
    expect(commandOf(program).line).toBe(
      `docker run --rm --name NAME --gpus all --ipc host --publish 127.0.0.1:8123:8123 ${rest}`,
    );
  });

  it("gets the default cache of this user where HF_HOME is not set", () => {
    vi.stubEnv("HF_HOME", undefined);
    const cache = join(homedir(), ".cache/huggingface");
    expect(commandOf(vllmProgram).line).toContain(`--volume ${cache}:/root/.cache/huggingface image:1`);
  });

  it("sees a local model under its own path", () => {
    const { line } = commandOf(vllmProgram, { model: "test/runners" });
    const folder = join(process.cwd(), "test/runners");
    expect(line).toContain(`--volume ${folder}:${folder}:ro image:1 --model ${folder} --host`);
  });

  it("takes a file for a hub id, since a model is a folder", () => {
    expect(commandOf(vllmProgram, { model: "package.json" }).line).toContain("--model package.json ");
  });

  it.each([
    [["0", "1"], '--gpus "device=0,1" --ipc'],
    [["GPU-5b4e07f6"], '--gpus "device=GPU-5b4e07f6" --ipc'],
    [[], "--name NAME --ipc"],
  ])("gets the GPUs %j", (gpus, flags) => {
    expect(commandOf(vllmProgram, { gpus }).line).toContain(flags);
  });

  it("gets the names of environment variables, not their values, and more flags", () => {
    vi.stubEnv("HF_TOKEN", "hf_secret");
    const environment = { SECRET: "s3cret", HF_TOKEN: "hf_other" };
    const { line, environment: given } = commandOf(vllmProgram, { environment, dockerFlags: ["--shm-size", "32g"] });
    expect(line).toContain("huggingface --env SECRET --env HF_TOKEN --shm-size 32g image:1");
    expect(given).toEqual(environment);
    expect(commandOf(vllmProgram).line).toContain("--env HF_TOKEN");
    expect(commandOf(vllmProgram).environment).toEqual({});
  });
});

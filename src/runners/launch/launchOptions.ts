import { z } from "zod";

/** The engines that can be launched. */
export type LaunchableEngine = "vllm" | "sglang" | "tgi";

const words = z.array(z.string().min(1));

/** How to launch an engine, in words that are the same for all of them. What is left out is left to the engine. */
export const launchOptions = z
  .strictObject({
    model: z.string().min(1).describe("A model's hub id or its folder."),
    servedModelName: z.string().min(1).optional().describe("The name that requests use; vLLM and SGLang."),
    command: words
      .min(1)
      .optional()
      .describe('What starts the engine, e.g. ["venv/bin/python", "-m", "sglang.launch_server"].'),
    dockerImage: z.string().min(1).optional().describe("Launches the engine in a container of this image."),
    dockerFlags: words.optional().describe("More flags for docker run."),
    gpus: words.optional().describe("The GPUs to use, by index or UUID; none with an empty list. Left out: all."),
    tensorParallel: z.int().positive().optional().describe("Over how many GPUs each layer is split."),
    dtype: z.string().min(1).optional().describe("What weights and activations are computed in, e.g. bfloat16."),
    quantization: z.string().min(1).optional().describe("By the engine's own names, e.g. fp8 or awq."),
    contextLength: z.int().min(2).optional().describe("The most tokens of prompt and answer together."),
    memoryShare: z.number().positive().max(1).optional().describe("The share of each GPU's memory that it may take."),
    reasoningParser: z
      .string()
      .min(1)
      .optional()
      .describe("Tells reasoning from answer; vLLM and SGLang, by their names."),
    maxSequences: z.int().positive().optional().describe("The most requests worked on at once."),
    flags: words.optional().describe("More flags, as on the engine's own command line."),
    environment: z.record(z.string().min(1), z.string()).optional().describe("Environment variables for the engine."),
    port: z.int().min(1).max(65535).optional().describe("The port on loopback; a free one when left out."),
    readyWithin: z.number().positive().default(1800).describe("Seconds until it must be ready."),
    stopWithin: z.number().positive().default(10).describe("Seconds that it has to end by itself before it is killed."),
  })
  .refine(({ command, dockerImage }) => !(command && dockerImage), {
    error: "takes a command or an image, not both: an image brings its own command",
    path: ["command"],
  });

export type LaunchOptions = z.output<typeof launchOptions>;

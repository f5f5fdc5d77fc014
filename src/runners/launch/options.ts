import { z } from "zod";
import { endpointOptions } from "../client/endpoint.ts";

const words = z.array(z.string().min(1));

/** The settings that become flags of the engine, in the order of its command line. */
export const engineSettings = {
  model: z.string().min(1).describe("A model's hub id or its folder."),
  servedModelName: z.string().min(1).optional().describe("The name that requests use; vLLM and SGLang only."),
  tensorParallel: z.int().positive().optional().describe("The number of GPUs over which each layer is split."),
  dtype: z.string().min(1).optional().describe("The number format of weights and activations, e.g. bfloat16."),
  quantization: z.string().min(1).optional().describe("The quantization, by the engine's own name, e.g. fp8 or awq."),
  contextLength: z.int().min(2).optional().describe("The most tokens of prompt and answer together."),
  memoryShare: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe("The share of each GPU's memory that the engine may use."),
  reasoningParser: z
    .string()
    .min(1)
    .optional()
    .describe("The parser that separates reasoning from the answer, by the engine's own name; vLLM and SGLang only."),
  maxSequences: z.int().positive().optional().describe("The most requests that the engine works on at once."),
};

export type EngineSettings = z.output<z.ZodObject<typeof engineSettings>>;

/** How to launch an engine, in terms that are the same for all engines. What is left out is left to the engine. */
export const launchOptions = z
  .strictObject({
    ...engineSettings,
    command: words
      .min(1)
      .optional()
      .describe('The command that starts the engine, e.g. ["venv/bin/python", "-m", "sglang.launch_server"].'),
    dockerImage: z.string().min(1).optional().describe("Launches the engine in a container of this image."),
    dockerFlags: words.optional().describe("More flags for docker run."),
    gpus: words
      .optional()
      .describe("The GPUs to use, by index or UUID. An empty list means no GPU; all GPUs are used when left out."),
    flags: words.optional().describe("More flags, as on the engine's own command line."),
    environment: z.record(z.string().min(1), z.string()).optional().describe("Environment variables for the engine."),
    port: z.int().min(1).max(65535).optional().describe("The port on loopback; a free one when left out."),
    readyWithin: z.number().positive().default(1800).describe("Seconds until the engine must be ready."),
    stopWithin: z
      .number()
      .positive()
      .default(10)
      .describe("Seconds that the engine has to end by itself before it is killed."),
  })
  .refine(({ command, dockerImage }) => !(command && dockerImage), {
    error: "takes a command or an image, not both: an image brings its own command",
    path: ["command"],
  });

export type LaunchOptions = z.output<typeof launchOptions>;

/** The options of a runner that attaches to an engine on this port of this machine by default, or launches one. */
export const launchableOptions = (port: number) =>
  endpointOptions(`http://127.0.0.1:${port}`).extend({
    launch: launchOptions
      .optional()
      .describe("Launches an engine instead of attaching to the one that runs at `endpoint`."),
  });

import { z } from "zod";
import { faultOfAddress } from "../../network/address.ts";

/** A week. Timers of Node hold 24 days. */
const seconds = z.number().positive().max(604_800);

/** The address of a running server and how to ask it. `url` is the default address; without one, it must be given. */
export const endpointOptions = (url?: string) => {
  const endpoint = z
    .string()
    .max(2000)
    .superRefine(checkAddress)
    .describe("The address of the server, such as http://127.0.0.1:8000");
  return z.strictObject({
    endpoint: url === undefined ? endpoint : endpoint.default(url),
    model: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe("The name under which the server serves the model; may be left out where it serves one"),
    apiKeyEnv: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("The environment variable that holds the server's API key"),
    timeouts: z
      .strictObject({
        connect: seconds.default(10).describe("Seconds until the server takes the connection"),
        idle: seconds.default(300).describe("Seconds without a byte, before the first one too"),
        total: seconds.default(7200).describe("Seconds for a whole answer"),
      })
      .prefault({}),
    thinkingSwitch: z
      .string()
      .max(200)
      .default("enable_thinking")
      .describe("The argument of the model's chat template that turns thinking on and off"),
    allowUnlistedModel: z
      .boolean()
      .default(false)
      .describe("Whether to ask for the model where the server's list lacks it or cannot be read"),
    leaveOut: z
      .array(z.string().regex(/^[a-z_]+$/, "is the name of a parameter, such as frequency_penalty"))
      .max(20)
      .default([])
      .describe("The parameters of the API that are not sent, such as frequency_penalty or stream"),
  });
};

function checkAddress(text: string, context: z.RefinementCtx): void {
  const fault = faultOfAddress(text);
  if (fault !== null) context.addIssue({ code: "custom", message: `the address ${fault}` });
}

export type EndpointOptions = z.infer<ReturnType<typeof endpointOptions>>;

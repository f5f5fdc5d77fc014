/** One step of a stream in short: a piece of text, the reason of the end, the usage, or any other event. */
export type Step =
  | { delta: Record<string, unknown> }
  | { finish: string }
  | { usage: unknown }
  | { event: unknown }
  | { raw: string };

/** The text of a stream of chat completions with these steps. */
export function streamOf(steps: Step[], done = true): string {
  const events = steps.map((step) => {
    if ("raw" in step) return step.raw;
    if ("delta" in step) return dataOf({ choices: [{ index: 0, delta: step.delta, finish_reason: null }] });
    if ("finish" in step) return dataOf({ choices: [{ index: 0, delta: {}, finish_reason: step.finish }] });
    if ("usage" in step) return dataOf({ choices: [], usage: step.usage });
    return dataOf(step.event);
  });
  return events.join("") + (done ? "data: [DONE]\n\n" : "");
}

const dataOf = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;

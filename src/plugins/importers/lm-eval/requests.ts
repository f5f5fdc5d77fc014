import type { ImportedRequest } from "../../contract/importer.ts";
import { digestOfText, type PromptDigests, promptsOf } from "../../contract/promptDigests.ts";
import { isObject } from "../fields/isObject.ts";

/**
 * The requests of a row: `arguments` has one for each answer or option, and `resps` what came, several times where the same
 * was asked several times.
 *
 * @param withOutput whether the answers are texts. Otherwise a request had the option behind the prompt.
 * @param model the model as an API was asked for it
 */
export function requestsOf(
  { arguments: asked, resps }: Record<string, unknown>,
  withOutput: boolean,
  model?: string,
): ImportedRequest[] {
  // Before 0.4.3 it was a list of lists.
  const requests = Array.isArray(asked) ? asked : isObject(asked) ? Object.values(asked) : [];
  return requests.flatMap((one, i): ImportedRequest[] => {
    const [context, option] = Array.isArray(one) ? one : isObject(one) ? [one.arg_0, one.arg_1] : [];
    const prompt = withOutput ? promptOf(context) : promptOf(`${textIn(context)}${textIn(option)}`);
    if (!prompt) return [];
    const came = withOutput && Array.isArray(resps) ? [resps[i]].flat(1) : [];
    const answers = came.flatMap((text) => (typeof text === "string" ? [digestOfText(text)] : []));
    return [{ ...prompt, answers, purpose: "answer", ...(model !== undefined && { model }) }];
  });
}

const textIn = (value: unknown) => (typeof value === "string" ? value : "");

/** The prompt, which with a chat template is a list that holds the messages as a text of JSON. */
function promptOf(context: unknown): PromptDigests | undefined {
  const text = Array.isArray(context) && context.length === 1 ? context[0] : context;
  if (typeof text !== "string") return undefined;
  return promptsOf(messagesIn(text) ?? { prompt: text })[0];
}

function messagesIn(text: string): { messages: unknown[] } | undefined {
  if (!/^\s*\[\s*\{/.test(text)) return undefined;
  try {
    const messages: unknown = JSON.parse(text);
    const areMessages =
      Array.isArray(messages) && messages.every((one) => isObject(one) && typeof one.role === "string");
    return areMessages ? { messages } : undefined;
  } catch {
    return undefined;
  }
}

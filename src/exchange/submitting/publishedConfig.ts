import { printable } from "../../errors/printable.ts";
import { RequestError } from "../../errors/requestError.ts";
import type { Reach } from "../../network/connector.ts";
import { fetchBytes, type Reply } from "../../network/fetchBytes.ts";

/** Bytes. The largest published configs have some hundred thousand. */
const LONGEST_CONFIG = 4 * 1024 * 1024;
const LONGEST_WAIT_MS = 30_000;

/**
 * The text of the `config.json` of a model on the hub, and its address. `HF_TOKEN` gives access to gated models, and
 * `HF_ENDPOINT` names a mirror.
 *
 * @param redirects the hosts to which the hub may redirect.
 * @throws RequestError `BAD_VALUE` where it cannot be read.
 */
export async function fetchPublishedConfig(id: string, redirects: Reach): Promise<{ text: string; source: string }> {
  const url = `${process.env.HF_ENDPOINT ?? "https://huggingface.co"}/${id}/resolve/main/config.json`;
  let reply: Reply;
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    reply = await fetchBytes(url, { token: process.env.HF_TOKEN, limit: LONGEST_CONFIG, redirects, signal });
  } catch (error) {
    throw unreadable(printable(`${url} can't be read (${(error as Error).message}).`));
  }
  if (reply.status === 200) return { text: reply.bytes.toString(), source: url };
  const hint = reply.status === 401 || reply.status === 403 ? " A gated model needs HF_TOKEN." : "";
  throw unreadable(`${url} answers ${reply.status}.${hint}`);
}

const unreadable = (message: string) => new RequestError("BAD_VALUE", message, "config");

import { printable } from "../../errors/printable.ts";
import { RequestError } from "../../errors/requestError.ts";
import type { Reach } from "../../network/connector.ts";
import { fetchBytes, type Reply } from "../../network/fetchBytes.ts";

/** Bytes. The largest published configs have some hundred thousand. */
const LONGEST_CONFIG = 4 * 1024 * 1024;
const LONGEST_WAIT_MS = 30_000;

/** What the hub has of a model. */
export interface PublishedConfig {
  /** The text of its `config.json`. */
  text: string;
  /** The text of its `generation_config.json`, where there is one. */
  generationConfig: string | undefined;
  /** The address of the config. */
  source: string;
}

/**
 * The configs of a model on the hub. `HF_TOKEN` gives access to gated models, and `HF_ENDPOINT` names a mirror.
 *
 * @param redirects the hosts to which the hub may redirect.
 * @throws RequestError `BAD_VALUE` where they cannot be read.
 */
export async function fetchPublishedConfig(id: string, redirects: Reach): Promise<PublishedConfig> {
  const folder = `${process.env.HF_ENDPOINT ?? "https://huggingface.co"}/${id}/resolve/main`;
  const source = `${folder}/config.json`;
  const { status, bytes } = await fetchFile(source, redirects);
  if (status === 200) {
    const beside = await fetchFile(`${folder}/generation_config.json`, redirects);
    const generationConfig = beside.status === 200 ? beside.bytes.toString() : undefined;
    return { text: bytes.toString(), generationConfig, source };
  }
  const hint = status === 401 || status === 403 ? " A gated model needs HF_TOKEN." : "";
  throw unreadable(`${source} answers ${status}.${hint}`);
}

async function fetchFile(url: string, redirects: Reach): Promise<Reply> {
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    return await fetchBytes(url, { token: process.env.HF_TOKEN, limit: LONGEST_CONFIG, redirects, signal });
  } catch (error) {
    throw unreadable(printable(`${url} can't be read (${(error as Error).message}).`));
  }
}

const unreadable = (message: string) => new RequestError("BAD_VALUE", message, "config");

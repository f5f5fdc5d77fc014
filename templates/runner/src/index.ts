import { attachToChatServer, chatServerOptions, defineRunner } from "paretograph/plugin";

/** Asks a server that has OpenAI's chat completions. A server of another kind needs an `open` that gives its own `Engine`. */
export default defineRunner({
  name: "__name__",
  version: "0.1.0",
  apiVersion: "__apiVersion__",
  description: "Which engine it asks, in a sentence.",
  options: chatServerOptions,
  callerOptions: ["endpoint", "model", "timeouts"],
  async open(options, { signal, reach }) {
    const engine = await attachToChatServer(options, signal, reach);
    return { ...engine, identity: { ...engine.identity, engine: "__name__" } };
  },
});

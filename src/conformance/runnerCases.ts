import { setTimeout as sleep } from "node:timers/promises";
import { openAsPlugin } from "../plugins/boundary/openAsPlugin.ts";
import { GRACE_MS } from "../plugins/boundary/untilHeeded.ts";
import type { Engine, GenerationRequest, RunnerPlugin } from "../plugins/contract/runner.ts";
import { type ConformanceCase, casesOf, Untried } from "./conformanceCase.ts";
import { checkedOptions, optionNames, pluginCases } from "./pluginCases.ts";
import { RUNNER_RULES, WIRE_CASES, type WireCode } from "./runnerRules.ts";
import { type Behaviour, type ScriptedEngine, startScriptedEngine } from "./scripted/scriptedEngine.ts";
import { answered, answerWell, type Tried, type WireCase } from "./wireCase.ts";
import { CONFORMANCE_KEY } from "./wireFailures.ts";

/** What the kit needs to try a runner, beside the plugin. */
export interface RunnerSetup {
  /**
   * The options with which it asks a server of chat completions at an address. Where it is left out, `{ endpoint: address }`
   * if it has such an option; a runner that has none is tried by `own` alone.
   */
  options?(address: string): Record<string, unknown>;
  /** What further paths of the server answer, such as `/health`: JSON, or a text as it is. */
  pages?: Record<string, unknown>;
  /** The options of an engine of its own, for a runner that asks no server. */
  own?: unknown;
  /** The codes of cases that do not fit this runner, each with the reason. */
  skip?: Record<string, string>;
}

const QUESTION: GenerationRequest = {
  messages: [{ role: "user", content: "What is 2 + 3? End with the number in \\boxed{}." }],
  temperature: 0,
  maxTokens: 120,
  thinking: "default",
};
const never = () => new AbortController().signal;

/** The cases of a runner. Each has a server and an engine of its own. */
export function runnerCases(plugin: RunnerPlugin, setup: RunnerSetup = {}): ConformanceCase[] {
  const names = (() => {
    try {
      return optionNames(plugin) ?? [];
    } catch {
      return [];
    }
  })();
  const addressed =
    setup.options ?? (names.includes("endpoint") ? (address: string) => ({ endpoint: address }) : undefined);
  const noServer = addressed
    ? undefined
    : "It has no option `endpoint`: give `options` to try it with a server of chat completions.";
  const make = casesOf(String(plugin?.name), RUNNER_RULES);
  const add: typeof make = (code, trial, skipped) => make(code, trial, setup.skip?.[code] ?? skipped);

  const opened = (options: unknown, signal = never()) =>
    openAsPlugin(plugin, checkedOptions(plugin, options), { signal, log: () => {} });
  /** Opens an engine at a server that behaves so, or an engine of its own, and closes both. */
  async function withEngine<T>(
    behave: Behaviour,
    work: (engine: Engine, server: ScriptedEngine | null) => Promise<T>,
  ): Promise<T> {
    const server = addressed ? await startScriptedEngine(behave, setup.pages) : null;
    try {
      const engine = await opened(server ? addressed!(server.url) : setup.own);
      try {
        return await work(engine, server);
      } finally {
        await engine.close();
      }
    } finally {
      await server?.close();
    }
  }

  const wire = (code: WireCode): ConformanceCase => {
    const script: WireCase = WIRE_CASES[code];
    const lacking = Object.keys(script.options ?? {}).find((name) => !names.includes(name));
    return add(code, () => tryWire(script), noServer ?? (lacking && `It has no option \`${lacking}\`.`));
  };
  async function tryWire(script: WireCase): Promise<string | null> {
    process.env.PARETOGRAPH_CONFORMANCE_KEY = CONFORMANCE_KEY;
    const server = await startScriptedEngine(script.serve ?? answerWell, { ...setup.pages, ...script.pages });
    const tried: Tried = { results: [], server };
    let engine: Engine | undefined;
    try {
      engine = await opened({ ...addressed!(server.url), ...script.options });
      for (let ask = 0; ask < (script.asks ?? 1); ask++) {
        await script.before?.(ask, server);
        const signal = script.timeout === undefined ? never() : AbortSignal.timeout(script.timeout);
        tried.results.push(
          await engine.generate({ ...QUESTION, ...script.request }, signal).catch((thrown) => ({ thrown })),
        );
      }
    } catch (thrown) {
      if (thrown instanceof Untried) throw thrown;
      tried.openThrew = thrown;
    } finally {
      await engine?.close();
      await server.close();
      delete process.env.PARETOGRAPH_CONFORMANCE_KEY;
    }
    if (tried.openThrew !== undefined && script.area !== "models") throw tried.openThrew;
    return script.judge(tried);
  }

  return [
    ...pluginCases(plugin, addressed?.("http://127.0.0.1:1") ?? setup.own),
    add("OPEN_FAILED", () =>
      withEngine(answerWell, async ({ identity }) =>
        identity.engine !== "" && identity.model !== "" ? null : "It names no engine or no model.",
      ),
    ),
    add("ANSWER_NOT_SOUND", () =>
      withEngine(answerWell, async (engine) => {
        const { latency, ttft, promptTokens, outputTokens, finishReason } = await engine.generate(QUESTION, never());
        if (!(Number.isFinite(latency) && latency >= 0)) return `latency is ${latency}.`;
        if (ttft !== null && !(ttft >= 0 && ttft <= latency)) return `ttft is ${ttft}, and latency ${latency}.`;
        const count = [promptTokens, outputTokens].find((one) => one !== null && !(Number.isInteger(one) && one > 0));
        if (count !== undefined) return `A count of tokens is ${count}.`;
        return finishReason === "" ? "It gives no finish reason." : null;
      }),
    ),
    add(
      "ANSWERS_MIXED",
      () =>
        withEngine(
          async ({ body, stream }) => {
            const said = String((body.messages as { content: string }[]).at(-1)!.content);
            await sleep(Math.random() * 100);
            stream(answered([{ delta: { content: `You said ${said}` } }]));
          },
          async (engine) => {
            const asked = Array.from({ length: 16 }, (_, i) => `number ${i}.`);
            const answers = await Promise.all(
              asked.map((content) => engine.generate({ ...QUESTION, messages: [{ role: "user", content }] }, never())),
            );
            const wrong = answers.findIndex(({ answer }, i) => answer !== `You said ${asked[i]}`);
            return wrong === -1 ? null : `Asked "${asked[wrong]}", it gave "${answers[wrong]!.answer.slice(0, 200)}".`;
          },
        ),
      noServer,
    ),
    add("CANCEL_NOT_HEEDED", () =>
      withEngine(
        () => {},
        async (engine, server) => {
          const canceled = new AbortController();
          const asked = engine.generate(QUESTION, canceled.signal).then(
            () => "answered" as const,
            () => "ended" as const,
          );
          for (let i = 0; i < 100 && server && server.asked.length === 0; i++) await sleep(10);
          canceled.abort();
          const begun = performance.now();
          await asked;
          const ms = performance.now() - begun;
          if (ms > GRACE_MS / 2) return `It ended ${(ms / 1000).toFixed(1)} s after it was given up.`;
          for (let i = 0; i < 100 && server && server.givenUp() === 0; i++) await sleep(10);
          return !server || server.givenUp() > 0 ? null : "The connection to the server stays open.";
        },
      ),
    ),
    add(
      "OPEN_NOT_CANCELED",
      async () => {
        const hang = () => {};
        const pages = Object.fromEntries(
          ["/v1/models", "/health", "/version", ...Object.keys(setup.pages ?? {})].map((path) => [path, hang]),
        );
        const server = await startScriptedEngine(hang, pages);
        try {
          const begun = performance.now();
          const engine = await opened(addressed!(server.url), AbortSignal.timeout(300)).catch(() => null);
          await engine?.close();
          const ms = performance.now() - begun;
          return ms > GRACE_MS / 2
            ? `It ended ${(ms / 1000).toFixed(1)} s after it began, and was given up after 0.3 s.`
            : null;
        } finally {
          await server.close();
        }
      },
      noServer,
    ),
    add("LOAD_NOT_SOUND", () =>
      withEngine(answerWell, async (engine) => {
        const load = await engine.sampleLoad();
        if (load === null) return null;
        const odd = Object.entries(load).find(
          ([name, value]) =>
            value !== null && !(value >= 0 && value <= (name === "cacheUsage" ? 1 : Number.MAX_SAFE_INTEGER)),
        );
        return odd ? `${odd[0]} is ${odd[1]}.` : null;
      }),
    ),
    add("CLOSE_FAILS", () =>
      withEngine(answerWell, async (engine, server) => {
        await engine.generate(QUESTION, never());
        await engine.close();
        await engine.close();
        const again = await opened(server ? addressed!(server.url) : setup.own);
        await again.generate(QUESTION, never());
        await again.close();
      }),
    ),
    add(
      "CLOSE_LEAKS",
      async () => {
        const server = await startScriptedEngine(answerWell, setup.pages);
        try {
          const engine = await opened(addressed!(server.url));
          await Promise.all([1, 2, 3].map(() => engine.generate(QUESTION, never())));
          await engine.close();
          for (let i = 0; i < 100 && server.connections() > 0; i++) await sleep(10);
          return server.connections() > 0
            ? `${server.connections()} connections are open a second after it was closed.`
            : null;
        } finally {
          await server.close();
        }
      },
      noServer,
    ),
    ...(Object.keys(WIRE_CASES) as WireCode[]).map(wire),
  ];
}

import { expect, test } from "vitest";
import type { Engine, Generation } from "../../../src/plugins/contract/runner.ts";
import sglang from "../../../src/runners/sglang/sglang.ts";
import tgi from "../../../src/runners/tgi/tgi.ts";
import vllm from "../../../src/runners/vllm/vllm.ts";
import { type Captured, capture, type Replacements } from "../../engines/captures.ts";
import { replaySglang } from "../../engines/sglang.ts";
import { replayTgi } from "../../engines/tgi.ts";
import { replayVllm } from "../../engines/vllm.ts";
import { NEVER_CANCELED, open, QUESTION } from "../open.ts";

const AT_ONCE = 32;

const ENGINES = [
  ["vllm-0.32.0", vllm, (replacements: Replacements) => replayVllm("0.32.0", replacements)],
  ["sglang-0.5.23", sglang, replaySglang],
  ["tgi-3.3.6-dev0", tgi, replayTgi],
] as const;

test.each(ENGINES)(
  "%s: a stream that is cut at any byte is a lost connection until its usage has come",
  async (name, plugin, start) => {
    const bytes = capture(name as Captured, "stream-length.sse");
    const complete = bytes.lastIndexOf("}\n\n", bytes.indexOf("data: [DONE]\n\n")) + 1;
    // The seed of the request says where to cut.
    const server = await start({
      "POST /v1/chat/completions": ({ body }) => ({ bytes, upTo: body.seed, after: body.seed % 2 ? "reset" : "end" }),
    });
    const engine = await open(plugin, { endpoint: server.url });
    const whole = outcomeOf(await engine.generate({ ...QUESTION, seed: bytes.length }, NEVER_CANCELED));
    expect(whole).toMatchObject({ reasoning: "\n12+45=57", finishReason: "length", outputTokens: 10 });
    let cut = 0;
    const work = async () => {
      while (cut < bytes.length) {
        const at = cut++;
        const outcome = await outcomeAt(engine, at);
        // A reset may overtake the bytes before it, so with one the end may be lost although it was sent.
        const expected = at < complete || (at % 2 === 1 && outcome === "CONNECTION_LOST") ? "CONNECTION_LOST" : whole;
        expect(outcome, `cut at byte ${at} of ${bytes.length}`).toEqual(expected);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await engine.close();
    await server.close();
  },
);

const outcomeAt = (engine: Engine, seed: number) =>
  engine.generate({ ...QUESTION, seed }, NEVER_CANCELED).then(outcomeOf, (error) => error.code);

const outcomeOf = ({ ttft: _, latency: __, ...outcome }: Generation) => outcome;

import { describe, expect, test } from "vitest";
import { assign } from "../../../src/metering/joining/assign.ts";
import { energyShares } from "../../../src/metering/joining/energyShares.ts";
import { partsOf, tokensOf } from "../../../src/metering/joining/parts.ts";
import { sampleCost } from "../../../src/metering/joining/sampleCost.ts";
import type { EnergyLine } from "../../../src/metering/records/logLines.ts";
import type { MeteredRequest } from "../../../src/metering/records/readLog.ts";
import type { ImportedRequest } from "../../../src/plugins/contract/importer.ts";
import { digestOfText } from "../../../src/plugins/contract/promptDigests.ts";

let ids = 0;
interface Asked {
  prompt?: string | string[];
  /** The answers, or null where it failed. */
  answers?: string[] | null;
  at?: number;
  latency?: number;
  model?: string;
  n?: number;
}

function asked({ prompt = "2+3?", answers = ["5"], at, latency = 1, model = "m", n = 1 }: Asked = {}): MeteredRequest {
  const id = ++ids;
  const prompts = [prompt].flat().map((text) => ({ whole: digestOfText(`whole ${text}`), text: digestOfText(text) }));
  const choices = (answers ?? []).map((text, index) => ({
    ...{ index, finishReason: "stop", text: digestOfText(text), characters: text.length, reasoningCharacters: 0 },
    ...{ toolCalls: false, refused: false },
  }));
  return {
    ...{ kind: "request", id, at: at ?? 1000 * id, run: null, path: "/v1/chat/completions", model, stream: true, n },
    ...{ prompts, body: digestOfText(JSON.stringify([prompt, model])), attempt: null, usageAskedBy: null },
    answer: {
      ...{ kind: "answer", id, status: answers ? 200 : 500, failure: answers ? null : "ENGINE_FAILED", ttft: 0.5 },
      ...{ latency, choices, promptTokens: 10, outputTokens: 7, reasoningTokens: null, cachedPromptTokens: null },
      ...{ notes: [], bytes: 1 },
    },
  };
}

const states = (prompt: string, answers: string[], more: Partial<ImportedRequest> = {}): ImportedRequest => ({
  ...{ text: digestOfText(prompt), answers: answers.map(digestOfText), purpose: "answer", ...more },
});
const sample = (...requests: ImportedRequest[]) => ({ requests });

/** The ids of the requests of each sample, those that failed or were given up as negative numbers. */
function idsOf(samples: { requests: ImportedRequest[] }[], requests: MeteredRequest[]) {
  const { ofSamples, others } = assign(samples, requests);
  const first = requests[0]!.id;
  const idOf = (request: MeteredRequest) => request.id - first + 1;
  return {
    samples: samples.map((one) =>
      (ofSamples.get(one) ?? []).map(({ part, purpose }) => (purpose === "given up" ? -1 : 1) * idOf(part.request)),
    ),
    others: others.map(({ request }) => idOf(request)),
  };
}

describe("requests are assigned", () => {
  test("by the prompt, whatever their order", () => {
    const samples = [sample(states("a", ["1"])), sample(states("b", ["2"]))];
    const found = idsOf(samples, [asked({ prompt: "b", answers: ["2"] }), asked({ prompt: "a", answers: ["1"] })]);
    expect(found).toEqual({ samples: [[2], [1]], others: [] });
  });

  test("of one prompt by the answer, and of one answer by order", () => {
    const samples = [sample(states("a", ["2"])), sample(states("a", ["1"])), sample(states("a", ["2"]))];
    const requests = ["1", "2", "2"].map((answer) => asked({ prompt: "a", answers: [answer] }));
    expect(idsOf(samples, requests)).toEqual({ samples: [[2], [1], [3]], others: [] });
  });

  test("of an answer that the harness changed to the only sample, or in order where there are as many", () => {
    const changed = [asked({ prompt: "a", answers: ["<think>x</think>1"] })];
    expect(idsOf([sample(states("a", ["1"]))], changed).samples).toEqual([[1]]);
    const two = [sample(states("a", ["1"])), sample(states("a", ["1"]))];
    const both = [asked({ prompt: "a", answers: ["x"] }), asked({ prompt: "a", answers: ["y"] })];
    expect(idsOf(two, both).samples).toEqual([[1], [2]]);
    // Three for two can't be told apart.
    expect(idsOf(two, [...both, asked({ prompt: "a", answers: ["z"] })])).toEqual({
      samples: [[], []],
      others: [1, 2, 3],
    });
  });

  test("with all answers of self-consistency, of one request or of many", () => {
    const samples = [sample(states("a", ["1", "2", "1"]))];
    const many = ["1", "1", "2"].map((answer) => asked({ prompt: "a", answers: [answer] }));
    expect(idsOf(samples, many).samples).toEqual([[1, 2, 3]]);
    expect(idsOf(samples, [asked({ prompt: "a", answers: ["1", "2", "1"], n: 3 })]).samples).toEqual([[1]]);
  });

  test("with the requests that failed before, also where several samples ask the same", () => {
    const samples = [sample(states("a", ["1"])), sample(states("a", ["2"]))];
    const requests = [
      asked({ prompt: "a", answers: ["1"], latency: 0.1 }),
      asked({ prompt: "a", answers: null, latency: 0.1 }),
      asked({ prompt: "a", answers: null, latency: 0.1 }),
      asked({ prompt: "a", answers: ["2"], latency: 0.1 }),
    ];
    expect(idsOf(samples, requests)).toEqual({ samples: [[1], [-2, -3, 4]], others: [] });
  });

  test("not where another model was asked, whose results stand beside", () => {
    const samples = [sample(states("a", ["1"], { model: "y" })), sample(states("a", ["1"], { model: "lab/x" }))];
    const parts = [asked({ prompt: "a", answers: ["1"], model: "x" })];
    const { ofSamples } = assign(samples, parts);
    expect([...ofSamples.keys()]).toEqual([samples[1]]);
    expect(assign(samples.slice(0, 1), parts)).toMatchObject({ ofSamples: new Map(), others: [{ request: parts[0] }] });
  });

  test("by the model, where the same was asked of two", () => {
    const samples = [sample(states("a", ["1"], { model: "x" })), sample(states("a", ["1"], { model: "y" }))];
    const requests = [
      asked({ prompt: "a", answers: ["1"], model: "y" }),
      asked({ prompt: "a", answers: ["1"], model: "x" }),
    ];
    expect(idsOf(samples, requests).samples).toEqual([[2], [1]]);
  });

  test("to the turns of an agent, which end with the same text of the user", () => {
    const turns = ["", "", "done"].map((answer) => states("go", [answer]));
    const requests = ["", "", "done"].map((answer) => asked({ prompt: "go", answers: [answer] }));
    expect(idsOf([sample(...turns)], requests).samples).toEqual([[1, 2, 3]]);
  });
});

describe("the cost of a sample", () => {
  const costOf = (requests: MeteredRequest[], ...stated: ImportedRequest[]) =>
    sampleCost(
      assign([sample(...stated)], requests)
        .ofSamples.values()
        .next().value!,
    );

  test("sums turns, counts the time of answers at once only once, and takes failed ones apart", () => {
    const turns = [
      asked({ prompt: "a", answers: null, at: 0, latency: 1 }),
      asked({ prompt: "a", answers: ["1"], at: 2000, latency: 3 }),
      asked({ prompt: "b", answers: ["2"], at: 3000, latency: 4 }),
    ];
    expect(costOf(turns, states("a", ["1"]), states("b", ["2"]))).toMatchObject({
      ...{ promptTokens: 20, outputTokens: 14, discardedTokens: 7, latency: 5, ttft: 0.5, finishReason: "stop" },
    });
  });

  test("has no count that an answer lacks", () => {
    const requests = [asked({ prompt: "a", answers: ["1"] }), asked({ prompt: "a", answers: ["2"] })];
    requests[1]!.answer!.outputTokens = null;
    const cost = costOf(requests, states("a", ["1", "2"]));
    expect(cost.promptTokens).toBe(20);
    expect(cost).not.toHaveProperty("outputTokens");
  });

  test("has a part of the tokens of a request with several prompts, and the parts add up", () => {
    const parts = partsOf([asked({ prompt: ["a", "b", "c"], answers: ["x", "xxxx", "xx"] })]);
    expect(parts.map((part) => tokensOf(part, "promptTokens"))).toEqual([3, 4, 3]);
    expect(parts.map((part) => tokensOf(part, "outputTokens"))).toEqual([1, 4, 2]);
  });
});

describe("the work of the GPUs", () => {
  const line = (at: number, joules: number | null): EnergyLine => ({
    ...{ kind: "energy", at, joules, gpuSeconds: (2 * at) / 1000, from: "counter" },
  });
  const lines = [line(0, 0), line(1000, 100), line(10_000, 1900)];

  test("is shared by requests under way, and while none is by the groups that go on", () => {
    const one = [asked({ at: 0, latency: 1 }), asked({ at: 4000, latency: 2 })];
    const other = [asked({ at: 5000, latency: 5 }), asked({ at: 5000, latency: 5 })];
    // By hand: 100 J to 1 s; 200 J/s after. One has [0, 1], the pause [1, 4], [4, 5] alone, and a third of [5, 6].
    expect(energyShares([one, other], lines)).toEqual([
      { joules: expect.closeTo(100 + 600 + 200 + 200 / 3, 9), gpuSeconds: expect.closeTo(2 + 6 + 2 + 2 / 3, 9) },
      { joules: expect.closeTo((200 * 2) / 3 + 800, 9), gpuSeconds: expect.closeTo(4 / 3 + 8, 9) },
    ]);
  });

  test("is not known where the meter did not reach, or a GPU does not tell it", () => {
    expect(energyShares([[asked({ at: 5000, latency: 9 })]], lines)).toEqual([null]);
    const silent = [line(0, null), line(9000, null)];
    expect(energyShares([[asked({ at: 1000, latency: 1 })]], silent)).toMatchObject([{ joules: null }]);
    expect(energyShares([[]], lines)).toEqual([null]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { voteForOption } from "../../../src/frontier/testTimeCompute/majorityVote.ts";
import { gpqaDiamond } from "../../../src/plugins/benchmarks/gpqa-diamond/benchmark.ts";
import { optionOrder } from "../../../src/plugins/benchmarks/parts/optionOrder.ts";
import { chosenOption } from "../../../src/plugins/grading/chosenOption.ts";

const problem = {
  id: "rec1",
  question: "Which particle carries the strong force?",
  expected: "the gluon",
  details: { wrong: ["the photon", "the W boson", "10^{-4} eV"] },
};

function linesOf(seed: number, repeat: number): string[] {
  return gpqaDiamond.prompt(problem, { seed }, repeat)[0]!.content.split("\n");
}

describe("the options of a question", () => {
  const anyOrder = fc.tuple(fc.nat(), fc.string(), fc.nat(500));

  it("are all shown, once each, in the same order each time", () => {
    fc.assert(
      fc.property(anyOrder, ([seed, id, repeat]) => {
        const order = optionOrder(4, seed, id, repeat);
        expect(order.toSorted()).toEqual([0, 1, 2, 3]);
        expect(optionOrder(4, seed, id, repeat)).toEqual(order);
      }),
    );
  });

  it("stand in each place once over four repeats", () => {
    fc.assert(
      fc.property(anyOrder, ([seed, id, repeat]) => {
        const orders = [0, 1, 2, 3].map((more) => optionOrder(4, seed, id, repeat + more));
        for (let place = 0; place < 4; place++)
          expect(orders.map((order) => order[place]).toSorted()).toEqual([0, 1, 2, 3]);
      }),
    );
  });

  it("are told apart by a letter's way from the right one in any repeat", () => {
    fc.assert(
      fc.property(anyOrder, fc.nat(500), fc.nat(3), ([seed, id, repeat], otherRepeat, option) => {
        const [vote, otherVote] = [repeat, otherRepeat].map((at) => {
          const order = optionOrder(4, seed, id, at);
          return voteForOption("ABCD"[order.indexOf(option)]!, "ABCD"[order.indexOf(0)]!, 4);
        });
        expect(vote).toBe(otherVote);
      }),
    );
  });

  it("come in all orders, equally often over questions and over seeds", () => {
    for (const orderOf of [
      (i: number) => optionOrder(4, 0, `rec${i}`, 0),
      (i: number) => optionOrder(4, i, "rec", 0),
    ]) {
      const counts = new Map<string, number>();
      for (let i = 0; i < 1200; i++) {
        const order = orderOf(i).join();
        counts.set(order, (counts.get(order) ?? 0) + 1);
      }
      expect(counts.size).toBe(24);
      // Chi-squared of 23 degrees of freedom: above 50 once in a thousand times.
      expect([...counts.values()].reduce((sum, n) => sum + (n - 50) ** 2 / 50, 0)).toBeLessThan(50);
    }
  });
});

describe("GPQA Diamond", () => {
  it("shows the question, lettered options and what to do", () => {
    expect(linesOf(0, 0)).toMatchInlineSnapshot(`
      [
        "Which particle carries the strong force?",
        "",
        "(A) 10^{-4} eV",
        "(B) the W boson",
        "(C) the gluon",
        "(D) the photon",
        "",
        "One of the four options is right. Work it out step by step. At the end, write the letter of the right option, and nothing else, inside \\boxed{}.",
      ]
    `);
    expect(linesOf(0, 1)[2]).toBe(linesOf(0, 0)[3]!.replace("(B)", "(A)"));
  });

  it("states how many options it shows", () => {
    expect(linesOf(0, 0).filter((line) => /^\([A-Z]\) /.test(line))).toHaveLength(gpqaDiamond.optionCount!);
  });

  it("knows the letter of the right option in each repeat", async () => {
    for (let repeat = 0; repeat < 8; repeat++) {
      const { expected } = await gpqaDiamond.grade(problem, "", { seed: 3 }, repeat);
      expect(linesOf(3, repeat)).toContain(`(${expected}) the gluon`);
    }
  });

  // With seed 0 in repeat 0: see the snapshot above.
  it.each<[string, boolean | null, string | null]>([
    ["It must be the gluon.\n\\boxed{RIGHT}", true, "RIGHT"],
    ["It is \\boxed{\\text{(RIGHT)}}", true, "RIGHT"],
    ["It is $\\boxed{\\mathrm{RIGHT}}$.", true, "RIGHT"],
    ["Not (WRONG). The answer is (RIGHT), since gluons carry colour.", true, "RIGHT"],
    ["The correct answer is **RIGHT) the gluon**.", true, "RIGHT"],
    ["**Answer: RIGHT**", true, "RIGHT"],
    ["The answer is option RIGHT.", true, "RIGHT"],
    ["So it is this one:\n**RIGHT**", true, "RIGHT"],
    ["\\boxed{the gluon}", true, "RIGHT"],
    ["\\boxed{right}", true, "RIGHT"],
    ["\\boxed{WRONG}", false, "WRONG"],
    ["The answer is WRONG. No: the answer is RIGHT.", true, "RIGHT"],
    ["\\boxed{10^{-4}\\ eV}", false, "A"],
    ["\\boxed{the z boson}", null, null],
    ["\\boxed{E}", null, null],
    ["The answer is a gluon.", true, "RIGHT"],
    ["Answer: A gluon.", true, "RIGHT"],
    ["Answer: A quark.", null, null],
    ["The answer is RIGHT because of colour.", true, "RIGHT"],
    ["\\boxed{RIGHT, WRONG}", null, null],
    ["The answer is (RIGHT) or (WRONG).", null, null],
    ["The answer is not WRONG.", null, null],
    ["The correct option is:\n\n$\\boxed{\\textbf{(RIGHT)}}$", true, "RIGHT"],
    ["All of them are bosons, in a way.", null, null],
    ["", false, null],
  ])("grades %j", async (template, correct, letter) => {
    const { expected } = await gpqaDiamond.grade(problem, "", { seed: 0 }, 0);
    const other = "ABCD".replace(expected!, "")[1]!;
    const fill = (text: string) =>
      text.replaceAll("RIGHT", expected!).replaceAll("WRONG", other).replaceAll("right", expected!.toLowerCase());
    const answer = letter === null ? null : fill(letter);
    expect(await gpqaDiamond.grade(problem, fill(template), { seed: 0 }, 0)).toEqual({ correct, answer, expected });
  });
});

it("reads A as a letter where it is one", () => {
  const options = ["one", "two", "three", "four"];
  for (const text of [
    "\\boxed{A}",
    "The answer is A.",
    "Answer: (A) one",
    "The answer is A because of it.",
    "Answer: A. one",
  ])
    expect([text, chosenOption(text, options)]).toEqual([text, "A"]);
});

it("reads no choice where several options, a word or a very long text are stated", () => {
  expect(chosenOption("\\boxed{one}", ["one", "one", "two"])).toBeNull();
  expect(chosenOption("The answer is c times the mass.", ["one", "two", "three"])).toBeNull();
  expect(chosenOption(`\\boxed{B because ${"it is so, ".repeat(50)}}`, ["one", "two"])).toBe("B");
  expect(chosenOption(`\\boxed{B because ${"it is so, ".repeat(100)}}`, ["one", "two"])).toBeNull();
});

it("reads hostile texts in no time", () => {
  for (const text of ["\\boxed{$$", "\\boxed{..", "answer is   ", "\n**", "\\boxed{\\text{"]) {
    const before = process.threadCpuUsage();
    chosenOption(`${text}${text.slice(-2).repeat(100_000)}x}`, ["a", "b"]);
    expect(process.threadCpuUsage(before).user).toBeLessThan(200_000);
  }
});

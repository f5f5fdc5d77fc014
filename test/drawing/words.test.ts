import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawTerminal } from "../../src/drawing/drawTerminal.ts";
import { sayWhich } from "../../src/drawing/sayWhich.ts";
import { writeEstimate, writeNumber, writePercent } from "../../src/drawing/writeValue.ts";
import { runs } from "../support/runs.ts";
import { anyPicture, COMPUTE, picture, point } from "./pictures.ts";

const SMALL = point("acme/small", 1e12, 0.49, { membership: 0.98, yLow: 0.45, yHigh: 0.53 });
const MIDDLE = point("acme/middle", 2e12, 0.882, { membership: 0.42, mode: "on", marginalGain: 1.3, estimated: true });
const LARGE = point("acme/large", 1e14, 0.98, { marginalGain: 0.058 });
const POOR = point("acme/poor", 1e14, 0.4, { onFrontier: false });
const FRONTIER = picture([SMALL, MIDDLE, LARGE, POOR], { knee: MIDDLE });

describe("numbers", () => {
  it.each([
    [0, "0"],
    [1320.4, "1,320"],
    [0.0123, "0.0123"],
    [1e13, "10¹³"],
    [2.414e13, "2.41·10¹³"],
    [-3e-7, "-3·10⁻⁷"],
  ])("are written to be read: %d as %s", (value, text) => expect(writeNumber(value)).toBe(text));

  it("have one power of ten for a value and its interval", () => {
    expect(writeEstimate(1.06e12, 9.98e11, 1.13e12, "FLOP")).toBe("1.06 (0.998 to 1.13)·10¹²");
    expect(writeEstimate(0.855, 0.835, 0.873, "1")).toBe("85.5 % (83.5 to 87.3)");
    expect(writeEstimate(12, undefined, 13, "s")).toBe("12");
  });

  it("do not round what is nearly sure to sure", () => {
    expect([1, 0.997, 0.5, 0.001, 0].map(writePercent)).toEqual(["100 %", "over 99 %", "50 %", "under 1 %", "0 %"]);
  });
});

describe("the sentence", () => {
  it("takes the knee, holds it against the best and the next more expensive one, and says that it is uncertain", () => {
    const more = picture([SMALL, MIDDLE, point("acme/next", 8e12, 0.9), LARGE], { knee: MIDDLE });
    expect(sayWhich(more)).toBe(
      "Take acme/middle (on): accuracy 88.2 % at compute 2·10¹² FLOP/problem, the knee of the frontier, with 90 % of " +
        "the best accuracy (acme/large) for 2 % of its compute; the next more expensive, acme/next, adds 1.8 points for 4 times " +
        "the compute; the next cheaper, acme/small, gives 56 % of that for 50 % of the compute; it stands on the frontier only in 42 % of resamples, so the choice is uncertain.",
    );
  });

  it("has the figure that is corrected for the choice beside the one that was seen, where there was a choice", () => {
    const among = (candidateCount: number) =>
      sayWhich(
        picture([
          point("acme/large", 1e14, 0.98, { corrected: { value: 0.952, low: 0.9, high: 0.97, candidateCount } }),
        ]),
      );
    expect(among(583)).toContain("accuracy 98.0 %, 95.2 % when corrected for the choice among 583, at compute");
    expect(among(1)).toContain("accuracy 98.0 % at compute");
  });

  it("takes the best within a budget, and names the cheaper one", () => {
    const within = picture([SMALL, MIDDLE]);
    expect(sayWhich(within, [{ metric: "flops", max: 1e13 }])).toMatch(
      /^Take acme\/middle \(on\): .*, the best accuracy within the limits; the next cheaper, acme\/small, gives 56 % of that for 50 % of the compute; /,
    );
  });

  it("takes the cheapest that reaches what is asked for", () => {
    const reaching = picture([MIDDLE, LARGE], { knee: null });
    expect(sayWhich(reaching, [{ metric: "accuracy", min: 0.8 }])).toMatch(
      /^Take acme\/middle \(on\): .*, the lowest compute within the limits, with 90 % of the best accuracy/,
    );
  });

  it("never takes what guesses, but what only that dominates", () => {
    const guess = { ...MIDDLE, atChance: true };
    const behind = point("acme/behind", 3e12, 0.8, { onFrontier: false });
    const drawn = picture([SMALL, guess, LARGE, behind], { knee: guess });
    expect(sayWhich(drawn)).toMatch(/^Take acme\/large: /);
    expect(sayWhich(drawn, [{ metric: "flops", max: 1e13 }])).toMatch(/^Take acme\/behind: /);
    expect(sayWhich(picture([SMALL, LARGE, { ...POOR, atChance: true }], { knee: SMALL }))).toMatch(
      /^Take acme\/small/,
    );
    expect(sayWhich(picture([guess, SMALL]))).toMatch(
      /^Take acme\/small: .*, the only candidate that is better than chance/,
    );
    expect(sayWhich(picture([guess]))).toBe("No candidate is better than chance: there is nothing to take.");
  });

  it("weighs the worse end of the interval, unless it is told to go by the values", () => {
    const lucky = point("acme/lucky", 1e12, 1, { yLow: 0.51, yHigh: 1, membership: 0.9 });
    const sound = point("acme/sound", 2e12, 0.9, { yLow: 0.88, yHigh: 0.92, onFrontier: false, membership: 0.1 });
    const drawn = picture([lucky, sound]);
    const reach = [{ metric: "accuracy", min: 0.8 }];
    expect(sayWhich(drawn, reach)).toMatch(
      /^Take acme\/sound: accuracy 90.0 % \(88.0 to 92.0\) .*, the lowest compute within the limits by the worse ends of the intervals; the next cheaper, acme\/lucky, shows 100.0 % \(51.0 to 100.0\) for 50 % of the compute, but is less sure; /,
    );
    expect(sayWhich(drawn, reach, "VALUE")).toMatch(/^Take acme\/lucky: .*, the lowest compute within the limits; /);
    expect(sayWhich(drawn)).toMatch(/^Take acme\/sound: .*, the best accuracy by the worse ends/);
    expect(sayWhich(picture([lucky]), reach)).toBe(
      "No candidate is within the limits by the worse end of its interval: there is nothing to take for sure. By the value alone it would be acme/lucky, accuracy 100.0 % (51.0 to 100.0).",
    );
    const knee = { ...lucky, model: "acme/kneeish", x: 1.5e12, y: 0.95 };
    const chosen = sayWhich(
      picture([point("acme/low", 1e12, 0.6, { yLow: 0.55, yHigh: 0.65 }), knee, LARGE, sound], { knee }),
    );
    expect(chosen).toMatch(/^Take acme\/sound: .*, the knee of the frontier by the worse ends of the intervals/);
  });

  it("says from which of its neighbours the data cannot tell it", () => {
    const near = (low: number) =>
      sayWhich(
        picture([
          point("acme/a", 1e12, 0.5, { yLow: 0.45, yHigh: 0.55 }),
          point("acme/b", 2e12, 0.6, { yLow: low, yHigh: 0.7 }),
        ]),
      );
    // The half-widths 0.1 and 0.05 add to 0.112, and 0.05 twice to 0.071.
    expect(near(0.5)).toMatch(/ The data cannot tell its accuracy from that of acme\/a\.$/);
    expect(near(0.55)).not.toContain("cannot tell");
  });

  it("says where samples can't tell, and where there is nothing", () => {
    expect(sayWhich(picture([LARGE]))).toBe(
      "Take acme/large: accuracy 98.0 % at compute 10¹⁴ FLOP/problem, the only candidate; no samples say how sure its place on the frontier is.",
    );
    expect(sayWhich(picture([]))).toMatch(/^No candidate/);
  });

  it("takes the best on x where only x is limited from below, and says so in its direction", () => {
    const latency = { metric: "latency", max: 3 };
    expect(sayWhich(FRONTIER, [latency])).toMatch(
      /^Take acme\/large: .*, the best accuracy within the limits; the next/,
    );
    expect(sayWhich(FRONTIER, [{ metric: "accuracy", min: 0.6 }, latency])).toMatch(
      /^Take acme\/middle \(on\): .*lowest/,
    );
    expect(
      sayWhich(FRONTIER, [
        { metric: "accuracy", min: 0.6 },
        { metric: "flops", max: 1e15 },
      ]),
    ).toMatch(/^Take acme\/large: .*, the best accuracy within/);
    expect(sayWhich(FRONTIER, [{ metric: "accuracy", min: 0.99 }])).toMatch(/^No candidate/);
    expect(
      sayWhich(FRONTIER, [
        { metric: "flops", max: 1e13 },
        { metric: "flops", min: 1 },
      ]),
    ).toMatch(/^Take acme\/middle/);
    const throughput = { ...COMPUTE, name: "throughput", title: "Throughput", direction: "MAXIMIZE" as const };
    const quick = picture([point("a", 5, 0.9), point("b", 9, 0.7)], { x: throughput });
    expect(sayWhich(quick, [{ metric: "accuracy", min: 0.6 }])).toBe(
      "Take a: accuracy 90.0 % at throughput 5 FLOP/problem, the highest throughput within the limits; no samples say how sure its place on the frontier is.",
    );
    expect(sayWhich(quick)).toMatch(/^Take a: .*, the best accuracy; no samples/);
  });

  it("writes shares so that little is not nothing and nearly all is not all", () => {
    const beside = (cost: number, gain: number) =>
      sayWhich(picture([point("a", cost, gain), point("b", 1000, 0.8)]), [{ metric: "flops", max: 999 }]);
    expect(beside(1.234, 0.4)).toMatch(/with 50 % of the best accuracy \(b\) for 0.12 % of its compute/);
    expect(beside(10, 0.4)).toMatch(/for 1 % of its/);
    expect(beside(989, 0.7954)).toMatch(/with 99.4 % of the best accuracy \(b\) for 99 % of its/);
    expect(beside(990, 0.79)).toMatch(/with 98.8|with 99 % of the best accuracy \(b\) for 99 % of its/);
    const same = sayWhich(picture([point("a", 0, 0.2), point("b", 7, 0.3), point("c", 9, 0.4)], { knee: null }), [
      { metric: "flops", max: 0 },
    ]);
    expect(same).toMatch(
      /with 50 % of the best accuracy \(c\) for 0 % of its compute; the next more expensive, b, adds 10.0 points for more than the compute;/,
    );
    const worthless = picture([point("a", 1, 0), point("b", 2, 0.5)]);
    expect(sayWhich(worthless, [{ metric: "flops", max: 1 }])).toMatch(/within the limits; no samples/);
  });

  it("is certain from four fifths of the resamples on", () => {
    const sure = (membership: number) => sayWhich(picture([point("a", 1, 0.5, { membership })]));
    expect(sure(0.8)).toMatch(/; it stands on the frontier in 80 % of resamples\.$/);
    expect(sure(0.79)).toMatch(/frontier in 79 % of resamples, so the choice is uncertain\.$/);
    expect(sure(0.5)).toMatch(/frontier in 50 % of resamples, so/);
    expect(sure(0.49)).toMatch(/frontier only in 49 % of resamples, so/);
  });

  it("is one sentence for any picture", () => {
    fc.assert(
      fc.property(anyPicture, (any) => {
        const sentence = sayWhich(any);
        expect(sentence).not.toMatch(/NaN|Infinity|undefined/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal.
        expect(sentence).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });
});

describe("a frontier in a terminal", () => {
  it("is a table whose letters stand in the plot", () => {
    expect(drawTerminal(FRONTIER, 100).split("\n")).toEqual([
      "Accuracy against compute",
      "",
      "   model        mode     accuracy               compute, FLOP/problem  membership  gain",
      "a  acme/small   default  49.0 % (45.0 to 53.0)  10¹²                   98 %",
      "b  acme/middle  on       88.2 %                 ~2·10¹²                42 %        130.0",
      "c  acme/large   default  98.0 %                 10¹⁴                   unknown     5.8",
      "",
      "Accuracy",
      ...new Array(18).fill(expect.stringMatching(/^ *(\d+ %)? ?[│┤]/)),
      expect.stringMatching(/^ +└[─┬]+$/),
      expect.stringMatching(/^ +10¹² +10¹³ +10¹⁴/),
      expect.stringMatching(/^ +Compute, FLOP\/problem$/),
      "",
      "3 of 4 candidates are on the frontier. ~ is estimated. Membership: the share of resamples of the",
      "problems in which it is on it. Gain: points of accuracy for each tenfold of compute since the point",
      "before. Sources: Lab A (MIT). Data version 0123456789abcdef.",
    ]);
  });

  it("puts letters from left to right and best to top, the staircase between them", () => {
    const plot = drawTerminal(FRONTIER, 80).split("\n").slice(8);
    const placeOf = (sign: string) => {
      const row = plot.findIndex((line) => line.includes(sign) && /[│┤]/.test(line));
      return { row, column: plot[row]!.indexOf(sign, plot[row]!.search(/[│┤]/)) };
    };
    const [a, b, c, poor] = ["a", "b", "c", "·"].map(placeOf);
    expect([a!.column < b!.column, b!.column < c!.column, c!.column === poor!.column]).toEqual([true, true, true]);
    expect([a!.row > b!.row, b!.row > c!.row, poor!.row > a!.row]).toEqual([true, true, true]);
    expect(plot[b!.row]!.slice(b!.column + 1, c!.column)).toMatch(/^─+$/);
    expect(plot[b!.row]!.charAt(c!.column)).toBe("┘");
    expect(plot[a!.row]!.charAt(b!.column)).toBe("┘");
  });

  it("stays within the width and sends nothing to the terminal but text", () => {
    fc.assert(
      fc.property(anyPicture, fc.integer({ min: 40, max: 160 }), (any, columns) => {
        const text = drawTerminal(any, columns);
        for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(columns);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal.
        expect(text.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
      runs(12, 300),
    );
  });

  it("leaves out first what a narrow terminal has no room for", () => {
    const [header, ...rest] = drawTerminal(FRONTIER, 82).split("\n").slice(2);
    expect(header).toMatch(/^ +model +mode +accuracy +compute, FLOP\/problem +membership$/);
    expect(rest.join(" ")).not.toContain("Gain:");
  });

  it("has the shares of answers that any point has, and a dash where one is not known", () => {
    const judged = { parsed_share: 0.9, judged_share: 0.04, undecided_share: 0.05, error_share: 0.01 };
    const shared = picture([
      { ...SMALL, shares: judged },
      { ...MIDDLE, shares: { parsed_share: 1 } },
      point("none", 1e14, 1),
    ]);
    const [header, ...rows] = drawTerminal(shared, 140).split("\n").slice(2, 6);
    expect(header).toMatch(/compute, FLOP\/problem +by parse +by judge +undecided +errors +membership +gain$/);
    expect(rows).toEqual([
      expect.stringMatching(/ 90\.0 % +4\.0 % +5\.0 % +1\.0 % +98 %$/),
      expect.stringMatching(/ 100\.0 % +— +— +— +42 % +130\.0$/),
      expect.stringMatching(/ — +— +— +— +unknown/),
    ]);
    // What is undecided stays longest.
    expect(drawTerminal(shared, 100).split("\n")[2]).toMatch(/FLOP\/problem +undecided +membership +gain$/);
  });

  it("is bold and faint only where that is understood", () => {
    expect(drawTerminal(FRONTIER, 80)).not.toContain("\u001b");
    expect(drawTerminal(FRONTIER, 80, true)).toContain("\u001b[1m");
  });
});

import { describe, expect, it } from "vitest";
import { isWithin, overlap } from "../../src/drawing/boxes.ts";
import { layLegend } from "../../src/drawing/drawLegend.ts";
import { escapeXml, plainText } from "../../src/drawing/escape.ts";
import { element, group } from "../../src/drawing/markup.ts";
import { placeLabels } from "../../src/drawing/placeLabels.ts";
import { stepsOf } from "../../src/drawing/steps.ts";
import { fitTable, type TableColumn } from "../../src/drawing/table.ts";
import { breakLines, breakWithin, cut, textWidth } from "../../src/drawing/textLines.ts";
import {
  axisTitle,
  inSentence,
  writeEstimate,
  writeNumber,
  writePercent,
  writeValue,
} from "../../src/drawing/writeValue.ts";
import { COMPUTE, picture, point } from "./pictures.ts";

describe("numbers at the edges", () => {
  it("have a power of ten from 100,000 on and below a thousandth", () => {
    expect([99_999, 1e5, -1e5, 1e-3, 9.99e-4, 1.5e-4].map(writeNumber)).toEqual([
      "100,000",
      "10⁵",
      "-1·10⁵",
      "0.001",
      "9.99·10⁻⁴",
      "1.5·10⁻⁴",
    ]);
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(writeNumber)).toEqual(["NaN", "Infinity"]);
    expect(writeEstimate(0, 0, 1, "s")).toBe("0 (0 to 1)");
    expect(writeEstimate(1e5, 9e4, 1.1e5, "s")).toBe("1 (0.9 to 1.1)·10⁵");
    expect(writeEstimate(-2e-4, -3e-4, -1e-4, "s")).toBe("-2 (-3 to -1)·10⁻⁴");
    expect(writeEstimate(0.5, 0.4, undefined, "1")).toBe("50.0 %");
    expect([writeValue(0.123, "1"), writeValue(12, "s")]).toEqual(["12.3 %", "12 s"]);
  });

  it("are whole percentages from 0.5 % to 99.5 %", () => {
    expect([0.005, 0.0049, 0.9949, 0.995, 0, 1].map(writePercent)).toEqual([
      "1 %",
      "under 1 %",
      "99 %",
      "over 99 %",
      "0 %",
      "100 %",
    ]);
  });

  it("have titles with units, and in a sentence no capital but that of an abbreviation", () => {
    expect([axisTitle({ title: "Accuracy", unit: "1" }), axisTitle({ title: "Latency", unit: "s" })]).toEqual([
      "Accuracy",
      "Latency, s",
    ]);
    expect(["Compute", "GPU time", "time", "A"].map(inSentence)).toEqual(["compute", "GPU time", "time", "a"]);
  });
});

describe("lines of text", () => {
  it("break between words, and cut what is longer", () => {
    expect(breakLines("one two three", 7)).toEqual(["one two", "three"]);
    expect(breakLines("one two three", 6)).toEqual(["one", "two", "three"]);
    expect(breakLines("immeasurable is", 5)).toEqual(["imme…", "is"]);
    expect([cut("abc", 3), cut("abcd", 3), cut("abc", 0), cut("𝔸𝔹", 2)]).toEqual(["abc", "ab…", "…", "𝔸𝔹"]);
    expect(textWidth("𝔸bc", 10)).toBeCloseTo(18, 12);
  });
});

describe("a table", () => {
  const column = (title: string, more: Partial<TableColumn<string[]>> = {}, at = 0): TableColumn<string[]> => ({
    title,
    write: (row) => row[at] ?? "",
    ...more,
  });

  it("has its columns two spaces apart, as wide as their widest text", () => {
    expect(fitTable([column("a"), column("title", {}, 1), column("z", {}, 2)], [["long one", "b", "c"]], 80)).toEqual([
      "a         title  z",
      "long one  b      c",
    ]);
    expect(fitTable([column("title")], [], 80)).toEqual(["title"]);
  });

  it("leaves out the column with the highest number first, and only where it must", () => {
    const columns = [column("stay"), column("second", { droppable: 1 }, 1), column("first", { droppable: 2 }, 2)];
    expect(fitTable(columns, [], 19)).toEqual(["stay  second  first"]);
    expect(fitTable(columns, [], 18)).toEqual(["stay  second"]);
    expect(fitTable(columns, [], 11)).toEqual(["stay"]);
    expect(fitTable([columns[2]!, columns[1]!, columns[0]!], [], 18)).toEqual(["second  stay"]);
  });

  it("cuts the widest text that may be cut, to six characters at least", () => {
    const columns = [column("a", { cuttable: true }), column("b", { cuttable: true }, 1), column("c", {}, 2)];
    const rows = [["x".repeat(20), "y".repeat(10), "z".repeat(5)]];
    expect(fitTable(columns, rows, 39)[1]).toBe(`${"x".repeat(20)}  ${"y".repeat(10)}  zzzzz`);
    expect(fitTable(columns, rows, 37)[1]).toBe(`${"x".repeat(17)}…  ${"y".repeat(10)}  zzzzz`);
    expect(fitTable(columns, rows, 27)[1]).toBe(`xxxxxxxx…  ${"y".repeat(8)}…  zzzzz`);
    expect(fitTable(columns, rows, 21)[1]).toBe("xxxxx…  yyyyy…  zzzzz");
    expect(fitTable(columns, rows, 20)[1]).toBe("xxxxx…  yyyyy…  zzz…");
  });

  it("counts at most 24 characters of a column that can be cut before it leaves another out", () => {
    const columns = [column("a", { cuttable: true }), column("b", { droppable: 1 }, 1)];
    expect(fitTable(columns, [["x".repeat(50), "y"]], 27)[1]).toBe(`${"x".repeat(23)}…  y`);
    expect(fitTable(columns, [["x".repeat(50), "y"]], 26)[1]).toBe(`${"x".repeat(25)}…`);
  });
});

describe("markup", () => {
  it("is closed, escaped, and rounded to hundredths", () => {
    expect(element("a", { b: "<&>\"'", c: undefined, d: 1.2345, e: -0.001 }).xml).toBe(
      '<a b="&lt;&amp;&gt;&quot;&#39;" d="1.23" e="0"/>',
    );
    expect(element("a", {}, "x<", element("b", {}), "").xml).toBe("<a>x&lt;<b/></a>");
    expect(element("a", {}, "").xml).toBe("<a/>");
    expect(group({ class: "c" }, [element("a", {}), element("b", {})]).xml).toBe('<g class="c">\n<a/>\n<b/></g>');
    expect(escapeXml("a\u0000\uD800b")).toBe("a\uFFFD\uFFFDb");
    expect(plainText("a\u001b[1m\u2028\u200e")).toBe("a\uFFFD[1m\uFFFD\uFFFD");
  });
});

describe("boxes", () => {
  const box = { x: 10, y: 20, width: 5, height: 5 };
  const moved = (right: number, down: number) => ({ ...box, x: box.x + right, y: box.y + down });

  it("that share an edge do not overlap", () => {
    for (const [right, down] of [
      [5, 0],
      [-5, 0],
      [0, 5],
      [0, -5],
    ] as const) {
      expect(overlap(box, moved(right, down))).toBe(false);
      expect(overlap(box, moved(right * 0.9, down * 0.9))).toBe(true);
    }
    expect(isWithin(box, box)).toBe(true);
    for (const [right, down] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const)
      expect(isWithin(moved(right, down), box)).toBe(false);
  });
});

describe("the legend", () => {
  const texts = (more: Parameters<typeof picture>[1], points = [point("a", 1, 0.5)]) =>
    [...layLegend(picture(points, more), 860, 30).drawn.xml.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text);
  const [less, more] = [COMPUTE, { ...COMPUTE, direction: "MAXIMIZE" as const }];

  it("says in which corner the best points are", () => {
    expect(texts({})).toEqual(["on the frontier", "better: left and up"]);
    expect(texts({ x: more })).toEqual(["on the frontier", "better: right and up"]);
    expect(texts({ y: less })).toEqual(["on the frontier", "better: left and down"]);
    expect(texts({ x: more, y: less })).toEqual(["on the frontier", "better: right and down"]);
  });

  it("explains the marks that the picture has", () => {
    const dominated = { onFrontier: false };
    expect(texts({}, [point("a", 1, 0.5, { estimated: true, yLow: 0.4, yHigh: 0.6 })])).toEqual([
      "on the frontier, estimated",
      "thin lines: 95 % interval",
      "better: left and up",
    ]);
    expect(texts({}, [point("a", 1, 0.5, { ...dominated, membership: 0, xLow: 1, xHigh: 2 })])).toEqual([
      "dominated",
      "fainter: less sure",
      "better: left and up",
    ]);
    expect(texts({}, [point("a", 1, 0.5, { ...dominated, estimated: true })])[0]).toBe("dominated, estimated");
  });
});

describe("a legend in a narrow picture", () => {
  it("takes more lines, within the width, and leaves nothing out", () => {
    const all = [
      point("a", 1, 0.5, { membership: 1, yLow: 0.4, yHigh: 0.6 }),
      point("b", 2, 0.6, { estimated: true }),
      point("c", 2, 0.4, { onFrontier: false }),
      point("d", 2, 0.3, { onFrontier: false, estimated: true }),
    ];
    const wide = layLegend(picture(all), 4000, 30);
    const narrow = layLegend(picture(all), 320, 30);
    const entries = ({ drawn }: typeof wide) =>
      [...drawn.xml.matchAll(/ x="([\d.]+)" y="([\d.]+)">([^<]+)</g)].map(([, x, y, text]) => ({
        x: Number(x),
        y: Number(y),
        text: text!,
      }));
    expect(entries(narrow).map(({ text }) => text)).toEqual(entries(wide).map(({ text }) => text));
    expect(entries(wide)).toHaveLength(7);
    expect(wide.height).toBe(16);
    for (const { x, y, text } of entries(narrow)) {
      expect(x + textWidth(text, 11)).toBeLessThanOrEqual(320 - 8);
      expect(y).toBeLessThanOrEqual(30 + narrow.height + 6);
    }
    expect(new Set(entries(narrow).map(({ y }) => y)).size).toBe(narrow.height / 16);
  });
});

describe("a title that is too long", () => {
  const words = Array.from({ length: 40 }, (_, i) => `word${i}`).join(" ");

  it("is broken between words, and keeps its beginning and its end", () => {
    expect(breakWithin("a b", 3, 3)).toEqual(["a b"]);
    expect(breakWithin("aa bb cc", 2, 3)).toEqual(["aa", "bb", "cc"]);
    const lines = breakWithin(words, 30, 3);
    expect(lines).toEqual([
      "word0 word1 word2 word3 word4",
      "word5 word6 word7 word8 …",
      "word36 word37 word38 word39",
    ]);
    expect(breakWithin(words, 30, 2)).toEqual(["word0 word1 word2 word3 …", "word36 word37 word38 word39"]);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(30);
    expect(breakWithin(`${"x".repeat(50)} ${words} served on L40S, batch 8`, 24, 3).at(-1)).toBe(
      "served on L40S, batch 8",
    );
  });
});

describe("the corners of a staircase", () => {
  it("are the points of the frontier that none of it dominates on the two axes, from left to right", () => {
    const points = [
      point("c", 3, 0.9),
      point("a", 1, 0.2),
      point("beaten on these axes", 3.5, 0.5),
      point("b", 2, 0.5),
      point("not shown", 0.5, 0.99, { onFrontier: false }),
    ];
    expect(stepsOf(picture(points)).map(({ label }) => label)).toEqual(["a", "b", "c"]);
  });
});

describe("the places of a label", () => {
  const bounds = { x: 0, y: 0, width: 1000, height: 1000 };
  const label = { x: 500, y: 500, width: 100 };
  /** The places that a label takes one after the other if each one taken is made unfit for the next. */
  const placesInOrder = (count: number) => {
    const clear: { x: number; y: number; width: number; height: number }[] = [];
    return Array.from({ length: count }, () => {
      const [place] = placeLabels([label], bounds, clear, []);
      // Only this place's middle is blocked, so that its neighbours stay free.
      const reach = {
        x: place!.x + place!.width / 2 - 0.5,
        y: place!.y + place!.height / 2 - 0.5,
        width: 1,
        height: 1,
      };
      clear.push(reach);
      return [place!.anchor, Math.round(place!.x * 10) / 10, Math.round(place!.y * 100) / 100, place!.leader !== null];
    });
  };

  it("begin next to the point: up and left, down and right, beside, above and below it", () => {
    expect(placesInOrder(8)).toEqual([
      ["end", 391, 484.81, false],
      ["start", 509, 501.19, false],
      ["end", 391, 493, false],
      ["start", 509, 493, false],
      ["middle", 450, 481.3, false],
      ["middle", 450, 504.7, false],
      ["end", 391, 501.19, false],
      ["start", 509, 484.81, false],
    ]);
  });

  it("are farther off with a leader to the label's nearest edge where it is crowded", () => {
    const near = { x: 470, y: 470, width: 60, height: 60 };
    const [place] = placeLabels([{ ...label, width: 30 }], bounds, [near], []);
    expect(place).toMatchObject({ anchor: "end", width: 30, height: 14 });
    expect(place!.leader).toMatchObject({ x1: 500, y1: 500, x2: place!.x + 30 });
    expect(place!.leader!.y2).toBeCloseTo(place!.y + 14, 9);
    const [below] = placeLabels(
      [{ ...label, width: 30 }],
      bounds,
      [near, { x: 0, y: 0, width: 1000, height: 500 }],
      [],
    );
    expect(below!.leader!.y2).toBeCloseTo(below!.y, 9);
  });

  it("prefer a step farther off to two crossings, and one crossing to two steps", () => {
    const around = { x: 380, y: 484, width: 240, height: 32 };
    const [once] = placeLabels([label], bounds, [], [around]);
    expect(once!.leader).not.toBeNull();
    const wide = { x: 300, y: 440, width: 400, height: 120 };
    const [stays] = placeLabels([label], bounds, [], [wide]);
    expect(stays!.leader).toBeNull();
    const [leaves] = placeLabels([label], bounds, [], [wide, wide, wide]);
    expect(leaves!.leader).not.toBeNull();
  });
});

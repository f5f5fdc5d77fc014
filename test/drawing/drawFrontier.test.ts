import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawFrontier } from "../../src/drawing/drawFrontier.ts";
import { textWidth } from "../../src/drawing/textLines.ts";
import { runs } from "../support/runs.ts";
import { findAll, parseXml } from "./parseXml.ts";
import { anyPicture, COMPUTE, picture, point } from "./pictures.ts";

const PICTURE = picture([
  point("acme/small", 1e12, 0.5, { membership: 1, yLow: 0.45, yHigh: 0.55 }),
  point("acme/large", 1e14, 0.9, { membership: 0.4, estimated: true, xLow: 9e13, xHigh: 1.2e14 }),
  point("acme/poor", 1e14, 0.4, { onFrontier: false }),
]);

describe("a drawn frontier", () => {
  it("is well formed whatever the data say, and nothing in it runs or is fetched", () => {
    const allowed = new Set(["svg", "title", "desc", "style", "rect", "text", "g", "line", "circle", "path"]);
    fc.assert(
      fc.property(anyPicture, (any) => {
        const source = drawFrontier(any);
        const root = parseXml(source);
        const walk = (element: typeof root): void => {
          expect(allowed).toContain(element.name);
          for (const [key, value] of Object.entries(element.attributes)) {
            expect(key).not.toMatch(/^on|href|style|src/);
            if (key !== "xmlns") expect(value).not.toMatch(/NaN|Infinity|url\(|undefined/);
          }
          element.children.forEach(walk);
        };
        walk(root);
        expect(findAll(root, "circle", "point").filter(({ children }) => children.length > 0)).toHaveLength(
          any.points.length,
        );
        expect(drawFrontier(any)).toBe(source);
      }),
      runs(6, 300),
    );
  });

  it("draws the staircase that bounds what is to be had", () => {
    fc.assert(
      fc.property(anyPicture, (any) => {
        const root = parseXml(drawFrontier(any));
        const [stairs] = findAll(root, "path", "stairs");
        const corners = [...(stairs?.attributes.d ?? "").matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [
          +x!,
          +y!,
        ]);
        const circles = findAll(root, "circle").filter(({ children }) => children.length > 0);
        for (const { attributes } of circles) {
          const [cx, cy] = [Number(attributes.cx), Number(attributes.cy)];
          // The steps above or at this point's place: none lies on its worse side.
          const levels = corners.slice(1).flatMap(([x, y], i) => {
            const [before, level] = corners[i]!;
            return level === y && before! < cx - 0.02 && x! > cx + 0.02 ? [y!] : [];
          });
          for (const level of levels) {
            if (any.y.direction === "MAXIMIZE") expect(level).toBeLessThanOrEqual(cy + 0.02);
            else expect(level).toBeGreaterThanOrEqual(cy - 0.02);
          }
          if (!attributes.class!.includes("frontier")) continue;
          expect(corners.some(([x, y]) => Math.hypot(x! - cx, y! - cy) < 0.02)).toBe(true);
        }
      }),
      runs(6, 300),
    );
  });

  it("shows what is sure, estimated and dominated, with intervals, sources and the version of the data", () => {
    const root = parseXml(drawFrontier(PICTURE));
    const circles = findAll(root, "circle").filter(({ children }) => children.length > 0);
    const byModel = new Map(circles.map((circle) => [/^[^,]*/.exec(circle.children[0]!.text)![0], circle]));
    expect(byModel.get("acme/small")!.attributes).toMatchObject({ class: "point frontier filled", opacity: "1" });
    expect(byModel.get("acme/large")!.attributes).toMatchObject({ class: "point frontier hollow", opacity: "0.78" });
    expect(byModel.get("acme/poor")!.attributes).toMatchObject({ class: "point dominated filled", opacity: "0.67" });
    expect(findAll(root, "line", "whisker")).toHaveLength(2);
    expect(byModel.get("acme/large")!.children[0]!.text).toBe(
      "acme/large, default: accuracy 90.0 %; compute, FLOP/problem 1 (0.9 to 1.2)·10¹⁴; estimated; on the frontier in 40 % of resamples",
    );
    const texts = findAll(root, "text").map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(["10¹²", "10¹³", "10¹⁴", "50 %", "Compute, FLOP/problem →"]));
    expect(texts.at(-2)).toBe("Sources: Lab A (MIT).");
    expect(texts.at(-1)).toBe("Data version 0123456789abcdef.");
    expect(findAll(root, "desc")[0]!.text).toContain("2 of 3 candidates are on it");
    expect(root.attributes.role).toBe("img");
  });

  it("spreads a logarithmic axis evenly over its decades, and a linear one over its values", () => {
    const ten = [1, 10, 100].map((x) => point(`m${x}`, x, x / 200));
    const placesOn = (scale: "log" | "linear") =>
      findAll(parseXml(drawFrontier(picture(ten, { x: { ...COMPUTE, scale } }))), "circle", "frontier")
        .filter(({ children }) => children.length > 0)
        .map(({ attributes }) => Number(attributes.cx));
    const [a, b, c] = placesOn("log");
    expect(b! - a!).toBeCloseTo(c! - b!, 1);
    const [d, e, f] = placesOn("linear");
    expect((f! - d!) / (e! - d!)).toBeCloseTo(11, 1);
  });

  it("takes a linear axis only where that is asked: a value of zero has no place on a logarithmic one", () => {
    const labels = (scale: "log" | "linear") => {
      const points = [point("free", 0, 0.5), point("cheap", 1, 0.6), point("expensive", 10, 0.9)];
      const root = parseXml(drawFrontier(picture(points, { x: { ...COMPUTE, scale } })));
      return findAll(root, "text").map(({ text }) => text);
    };
    expect(labels("linear")).toContain("0");
    expect(labels("log")).not.toContain("0");
  });

  it("has a light area for the uncertainty of the frontier as a whole, down to the edge where nothing may be reached", () => {
    const two = [point("small", 1, 0.5, { yLow: 0.4, yHigh: 0.6 }), point("large", 100, 0.9)];
    const band = [
      { cost: 1, value: 0.5, corrected: 0.5, low: null, high: 0.6 },
      { cost: 100, value: 0.9, corrected: 0.88, low: 0.8, high: 0.95 },
    ];
    const root = parseXml(drawFrontier(picture(two, { band })));
    const [area, ...more] = findAll(root, "path", "band");
    expect(more).toEqual([]);
    const corners = [...area!.attributes.d!.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(corners).toHaveLength(8);
    const circles = findAll(root, "circle", "frontier").filter(({ children }) => children.length > 0);
    const [small, large] = circles.map(({ attributes }) => Number(attributes.cx));
    expect(corners.map(([x]) => x)).toEqual([small, large, large, 840, 840, large, large, small]);
    const bottom = Math.max(...corners.map(([, y]) => y!));
    expect(corners.map(([, y]) => y === bottom)).toEqual([...Array(6).fill(false), true, true]);
    expect(findAll(root, "text").map(({ text }) => text)).toContain("lines and area: 95 % interval");
    expect(findAll(parseXml(drawFrontier(picture(two))), "path", "band")).toEqual([]);
    const unknown = { cost: 10, value: 0.6, corrected: null, low: null, high: null };
    const gap = parseXml(drawFrontier(picture(two, { band: [band[0]!, unknown, band[1]!] })));
    expect(findAll(gap, "path", "band")[0]!.attributes.d).toMatch(/^M[^MZ]+ZM[^MZ]+Z$/);
  });

  it("keeps every title within its frame, and the hardware in it", () => {
    const title = `Accuracy against throughput per accelerator on the mean of ${"Benchmark of long name and ".repeat(8)}another, served on 8 × NVIDIA H100 SXM in fp8, batch 64`;
    const unit = "tokens/second for each accelerator and for each user of it, if it is served as it was measured there";
    for (const [width, height] of [
      [860, 540],
      [480, 360],
      [360, 300],
    ] as const) {
      const any = { ...PICTURE, title, x: { ...PICTURE.x, unit }, y: { ...PICTURE.y, unit } };
      const texts = findAll(parseXml(drawFrontier(any, { width, height })), "text");
      const lines = texts.filter(({ attributes }) => attributes.class === "title");
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const { text } of lines) expect(20 + textWidth(text, 17)).toBeLessThanOrEqual(width);
      expect(lines.map(({ text }) => text).join(" ")).toMatch(/SXM in fp8, batch 64$/);
      const ends = texts.filter(({ text }) => text.endsWith("→"));
      expect(ends).toHaveLength(2);
      for (const { text, attributes } of ends) {
        const room = attributes.transform ? height : Number(attributes.x);
        expect(textWidth(text, 12)).toBeLessThanOrEqual(room);
      }
      const places = texts.map(({ attributes }) => Number(attributes.y ?? 0));
      expect(Math.max(...places)).toBeLessThanOrEqual(height);
    }
  });

  it("names only the ends and the knee of operating points that follow each other", () => {
    const caps = [0, 1, 2, 3, 4, 5].map((i) =>
      point(`cap ${i}`, 10 ** (12 + i / 2), 0.3 + 0.1 * i, { label: `c${i}`, series: i < 5 ? "one" : "other" }),
    );
    const labels = (knee: (typeof caps)[number] | null, points = caps) =>
      findAll(parseXml(drawFrontier(picture(points, { knee }))), "text", "label").map(({ text }) => text);
    expect(labels(null)).toEqual(["c0", "c4", "c5"]);
    expect(labels(caps[2]!)).toEqual(["c0", "c2", "c4", "c5"]);
    expect(
      labels(
        null,
        caps.map(({ series, ...rest }) => rest),
      ),
    ).toHaveLength(6);
  });
});

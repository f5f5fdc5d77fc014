import { describe, expect, it } from "vitest";
import { axisScale } from "../../src/drawing/axisScale.ts";
import type { PicturePoint } from "../../src/drawing/picture.ts";
import { ACCURACY, COMPUTE, point } from "./pictures.ts";

const at = (...values: number[]) => values.map((x) => point("m", x, 0.5));
const axis = (points: PicturePoint[], more = {}, most = 6) =>
  axisScale({ ...COMPUTE, ...more }, points, "x", [0, 1000], most);
const labels = (points: PicturePoint[], more = {}, most = 6) =>
  axis(points, more, most).ticks.map(({ label }) => label);
const places = (scale: ReturnType<typeof axisScale>, ...values: number[]) =>
  values.map((value) => Number(scale.place(value).toFixed(3)));

describe("an axis", () => {
  it("is logarithmic where the metric is and every value is above zero, with 6 % free at either end", () => {
    // The three decades take 1 / 1.12 of the axis.
    expect(places(axis(at(1, 10, 1000)), 1, 10, 1000)).toEqual([53.571, 351.19, 946.429]);
    expect(places(axis(at(0.001, 0.01, 1)), 0.001, 0.01, 1)).toEqual([53.571, 351.19, 946.429]);
  });

  it("stays logarithmic where a value is zero or below, which has no place on it but its end", () => {
    expect(places(axis(at(0, 1, 10, 1000)), 0, 1, 10, 1000)).toEqual([0, 53.571, 351.19, 946.429]);
    expect(places(axis(at(-5, 1, 1000), { direction: "MAXIMIZE" }), -5, 1, 1000)).toEqual([0, 53.571, 946.429]);
  });

  it("is linear where that is asked, and where no value has a logarithm", () => {
    expect(places(axis(at(0, 250, 1000), { scale: "linear" }), 0, 250, 1000)).toEqual([53.571, 276.786, 946.429]);
    expect(places(axis(at(-1000, -750, 0)), -1000, -750, 0)).toEqual([53.571, 276.786, 946.429]);
    expect(places(axis(at(1, 500, 1000), { scale: "linear" }), 1, 500.5, 1000)).toEqual([53.571, 500, 946.429]);
  });

  it("puts a single value in the middle, with half a decade or its size on each side", () => {
    expect(places(axis(at(50)), 50)).toEqual([500]);
    expect(places(axis(at(50)), 50 / 10 ** 0.5, 50 * 10 ** 0.25)).toEqual([0, 750]);
    expect(places(axis(at(50), { scale: "linear" }), 50, 53)).toEqual([500, 1000]);
    expect(places(axis(at(0), { scale: "linear" }), 0)).toEqual([500]);
  });

  it("includes the whole intervals of the frontier's points alone", () => {
    const interval = { xLow: 1, xHigh: 1000 };
    expect(places(axis([point("m", 10, 0.5, interval)]), 1, 1000)).toEqual([53.571, 946.429]);
    expect(places(axis([point("m", 10, 0.5, { ...interval, onFrontier: false })]), 10)).toEqual([500]);
    // An interval that ends at zero leaves the axis logarithmic; its end is put at the axis's end.
    const touching = axis([point("m", 10, 0.5, { xLow: 0, xHigh: 1000 }), ...at(100)]);
    expect(places(touching, 10, 1000, 0)).toEqual([53.571, 946.429, 0]);
  });

  it("puts what lies outside at its ends", () => {
    expect(places(axis(at(1, 1000)), 1e-9, 1e9, -5)).toEqual([0, 1000, 0]);
    expect(places(axis(at(1, 1000), { scale: "linear" }), -1e6, 1e6)).toEqual([0, 1000]);
  });

  it("keeps a share between 0 and 1, and nothing else", () => {
    const upwards = (...values: number[]) =>
      axisScale(
        ACCURACY,
        values.map((y) => point("m", 1, y)),
        "y",
        [1000, 0],
        5,
      );
    expect(places(upwards(0, 1), 0, 1)).toEqual([1000, 0]);
    expect(places(upwards(0.5, 0.6), 0.5, 0.6)).toEqual([946.429, 53.571]);
    expect(places(upwards(0.98, 1), 1)).toEqual([0]);
    expect(places(upwards(-0.5, 0.5), -0.5, 0.5)).toEqual([946.429, 53.571]);
    expect(places(axis(at(0, 1), { scale: "linear" }), 0, 1)).toEqual([53.571, 946.429]);
  });

  it("goes from 0 to 1 where there is no point", () => {
    expect(places(axis([]), 0, 0.5, 1)).toEqual([0, 500, 1000]);
  });
});

describe("the ticks of an axis", () => {
  it("are powers of ten, of many every other", () => {
    expect(labels(at(1, 1000))).toEqual(["1", "10", "100", "1,000"]);
    expect(labels(at(1, 1e10))).toEqual(["1", "100", "10,000", "10⁶", "10⁸", "10¹⁰"]);
    expect(labels(at(1, 1e10), {}, 3)).toEqual(["1", "10,000", "10⁸"]);
  });

  it("are 1, 2 and 5 times them over few decades, and evenly spaced over less", () => {
    expect(labels(at(1, 20))).toEqual(["1", "2", "5", "10", "20"]);
    expect(labels(at(1, 20), {}, 4)).toEqual(["1", "10"]);
    expect(labels(at(100, 140))).toEqual(["100", "110", "120", "130", "140"]);
    expect(labels(at(1, 100), {}, 3)).toEqual(["1", "10", "100"]);
  });

  it("stand at the places of their values, with a share in per cent", () => {
    const { place, ticks } = axis(at(1, 1000));
    expect(ticks.map((tick) => tick.place)).toEqual([1, 10, 100, 1000].map((value) => place(value)));
    const shares = axisScale(ACCURACY, [point("m", 1, 0), point("m", 1, 1)], "y", [0, 100], 5);
    expect(shares.ticks).toEqual([0, 20, 40, 60, 80, 100].map((place) => ({ place, label: `${place} %` })));
    const fine = axisScale(ACCURACY, [point("m", 1, 0.5), point("m", 1, 0.5002)], "y", [0, 100], 3);
    expect(fine.ticks.map(({ label }) => label)).toEqual(["50 %", "50.01 %", "50.02 %"]);
  });
});

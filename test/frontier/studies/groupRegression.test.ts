import { describe, expect, it } from "vitest";
import { groupRegression, type RegressionRow } from "../../../src/frontier/studies/groupRegression.ts";

const ROWS = [
  [0.3, 13.2, 2023.9, 0, 0],
  [0.41, 13.9, 2024.3, 0, 0],
  [0.4, 13.7, 2024.4, 1, 1],
  [0.46, 13.8, 2024.7, 0, 2],
  [0.56, 13.4, 2024.95, 0, 3],
  [0.57, 13.9, 2024.98, 1, 4],
  [0.67, 13.2, 2025.26, 1, 5],
  [0.55, 14.6, 2025.05, 0, 6],
  [0.73, 14.1, 2025.6, 1, 7],
  [0.8, 14.7, 2025.56, 1, 8],
  [0.61, 14.2, 2025.6, 0, 9],
  [0.7, 14.5, 2025.3, 1, 8],
  [0.52, 14, 2025.3, 0, 6],
].map(
  ([gain, logCost, year, group, cluster]): RegressionRow => ({
    ...{ gain: gain!, logCost: logCost!, year: year!, cluster: cluster! },
    isInGroup: group === 1,
  }),
);

describe("groupRegression", () => {
  /** statsmodels 0.14, `OLS(gain, [1, group, logCost, year]).fit(cov_type="cluster", cov_kwds={"groups": …}, use_t=True)`. */
  it("equals statsmodels with standard errors clustered by model", () => {
    const { gap, perTenfold, perYear, rowCount, clusterCount } = groupRegression(ROWS)!;
    const expected = [
      [gap, 0.0813437263, -0.00395848927, 0.166645942],
      [perTenfold, 0.0199399103, -0.0581646412, 0.0980444617],
      [perYear, 0.207512083, 0.116005595, 0.299018572],
    ] as const;
    for (const [{ value, low, high }, ...wanted] of expected) {
      [value, low, high].forEach((figure, at) => {
        expect(figure).toBeCloseTo(wanted[at]!, 5);
      });
    }
    expect({ rowCount, clusterCount }).toEqual({ rowCount: 13, clusterCount: 10 });
  });

  it("has the opposite gap and the same slopes for the other group", () => {
    const [one, other] = [ROWS, ROWS.map((row) => ({ ...row, isInGroup: !row.isInGroup }))].map(groupRegression);
    expect(other!.gap.value).toBeCloseTo(-one!.gap.value, 10);
    expect(other!.gap.low).toBeCloseTo(-one!.gap.high, 10);
    expect(other!.perYear.value).toBeCloseTo(one!.perYear.value, 10);
  });

  it("is null where the effects cannot be told apart", () => {
    expect(groupRegression([])).toBeNull();
    expect(groupRegression(ROWS.map((row) => ({ ...row, isInGroup: true })))).toBeNull();
    expect(groupRegression(ROWS.map((row) => ({ ...row, year: 2025 })))).toBeNull();
    expect(groupRegression(ROWS.map((row) => ({ ...row, logCost: 14 })))).toBeNull();
    expect(groupRegression(ROWS.map((row) => ({ ...row, logCost: 2 * row.year })))).toBeNull();
    expect(groupRegression(ROWS.map((row, at) => ({ ...row, cluster: at % 4 })))).toBeNull();
  });
});

import { expect, it } from "vitest";
import { judgingReport } from "../../src/recording/judgeReport.ts";

const said = (correct: boolean | null, more: object = {}) => ({
  correct,
  reason: "",
  model: "a",
  promptTokens: 10,
  outputTokens: 2,
  ...more,
});
const check = (parse: boolean, judge: boolean | null) => ({
  correct: parse,
  judgement: { ...said(judge), isCheck: true },
});
const times = <T>(count: number, one: T): T[] => Array<T>(count).fill(one);

it("is null for a run without judges", () => {
  expect(judgingReport([])).toBeNull();
});

it("does not trust a judge whose errors are not measured", () => {
  const report = judgingReport([
    { correct: true, judgement: said(true) },
    { correct: null, judgement: said(null) },
  ])!;
  expect(report.judges).toEqual([
    expect.objectContaining({
      model: "a",
      verdicts: 1,
      failures: 1,
      errorRate: null,
      kappaWithParse: null,
      isTrusted: false,
    }),
  ]);
  expect(report).toMatchObject({ sharedVerdicts: 0, agreement: null, kappa: null });
});

it("measures a judge's errors on what the parse decided", () => {
  const report = judgingReport([
    ...times(20, check(true, true)),
    ...times(5, check(true, false)),
    ...times(10, check(false, true)),
    ...times(15, check(false, false)),
    check(false, null),
  ])!;
  const [judge] = report.judges;
  expect(judge).toMatchObject({ checkedRight: 25, checkedWrong: 25, missed: 5, falselyAccepted: 10, verdicts: 0 });
  expect(judge!.errorRate).toMatchObject({ value: 0.3, count: 50 });
  // Wilson's interval of 15 of 50, by R's prop.test(15, 50, correct = FALSE).
  expect(judge!.errorRate!.low).toBeCloseTo(0.191, 3);
  expect(judge!.errorRate!.high).toBeCloseTo(0.4375, 3);
  expect(judge).toMatchObject({ isTrusted: true, promptTokens: 510, outputTokens: 102, cost: null });
  expect(judge!.kappaWithParse).toBeCloseTo(0.4, 12);
});

it("does not trust a judge that may be no better than chance", () => {
  const [few] = judgingReport(times(3, check(true, true)))!.judges;
  expect(few).toMatchObject({ errorRate: { value: 0 }, isTrusted: false });
  const [yesSayer] = judgingReport([...times(25, check(true, true)), ...times(25, check(false, true))])!.judges;
  expect(yesSayer).toMatchObject({ isTrusted: false, kappaWithParse: 0 });
});

it("tells how two judges agree, each with its own tokens and price", () => {
  const both = (first: boolean, second: boolean | null) => ({
    correct: first === second ? first : null,
    judgement: { ...said(first, { cost: 0.5 }), second: said(second, { model: "b", outputTokens: null }) },
  });
  const report = judgingReport([
    ...[...times(20, both(true, true)), ...times(5, both(true, false))],
    ...[...times(10, both(false, true)), ...times(15, both(false, false)), both(true, null)],
  ])!;
  expect(report).toMatchObject({ sharedVerdicts: 50, agreement: 0.7 });
  expect(report.kappa).toBeCloseTo(0.4, 12);
  expect(report.judges).toMatchObject([
    { model: "a", verdicts: 51, cost: 25.5 },
    { model: "b", verdicts: 50, failures: 1, outputTokens: null, promptTokens: 510, cost: null },
  ]);
});

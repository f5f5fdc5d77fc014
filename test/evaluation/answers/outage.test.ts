import { describe, expect, it, vi } from "vitest";
import { createOutage } from "../../../src/evaluation/answers/outage.ts";
import { RunnerError, type RunnerErrorCode } from "../../../src/plugins/contract/runnerError.ts";

const PATIENCE = 60_000;

function setting(probe = vi.fn().mockRejectedValue(new Error("away"))) {
  const clock = { now: 0 };
  const outage = createOutage(PATIENCE, probe, () => clock.now);
  const isAway = (task: object, code: RunnerErrorCode) => outage.isAway(task, new RunnerError(code, "no"));
  return { outage, clock, probe, isAway };
}

describe("an engine is away", () => {
  it("when nothing is at its address any more, until patience ends or an answer comes", async () => {
    const { outage, clock, isAway } = setting();
    expect(await isAway({}, "UNREACHABLE")).toBe(false);
    outage.answered();
    clock.now = 1e6;
    expect(await isAway({}, "UNREACHABLE")).toBe(true);
    clock.now += PATIENCE - 1;
    expect(await isAway({}, "ENGINE_LOADING")).toBe(true);
    clock.now += 1;
    expect(await isAway({}, "UNREACHABLE")).toBe(false);
    outage.answered();
    expect(await isAway({}, "UNREACHABLE")).toBe(true);
  });

  it("when several answers fail, and what it answered before fails too", async () => {
    const { outage, clock, probe, isAway } = setting();
    outage.answered();
    const [one, other] = [{}, {}];
    expect(await isAway(one, "ENGINE_FAILED")).toBe(false);
    expect(await isAway(one, "ENGINE_FAILED")).toBe(false);
    expect(probe).not.toHaveBeenCalled();
    expect(await Promise.all([isAway(other, "CONNECTION_LOST"), isAway(one, "ENGINE_FAILED")])).toEqual([true, true]);
    expect(probe).toHaveBeenCalledTimes(1);
    probe.mockResolvedValue("an answer");
    clock.now += 5_000;
    expect(await isAway(one, "ENGINE_FAILED")).toBe(false);
    expect(probe).toHaveBeenCalledTimes(2);
  });

  it("not when single answers fail between others", async () => {
    const { outage, probe, isAway } = setting();
    for (let i = 0; i < 5; i++) {
      outage.answered();
      expect(await isAway({}, "ENGINE_FAILED")).toBe(false);
    }
    expect(probe).not.toHaveBeenCalled();
  });
});

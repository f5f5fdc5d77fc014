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

  it("also when it refuses everything for ten minutes because it is full", () => {
    const { outage, clock } = setting();
    expect(outage.isFull()).toBe(false);
    clock.now = 599_999;
    expect(outage.isFull()).toBe(false);
    clock.now = 600_000;
    expect(outage.isFull()).toBe(true);
    outage.answered();
    expect(outage.isFull()).toBe(false);
  });

  it("and says since when, so that its run can wait for it", async () => {
    const { outage, clock, isAway } = setting();
    const gone = new RunnerError("UNREACHABLE", "gone");
    expect(outage.ending(gone)).toMatchObject({ failure: gone, since: expect.closeTo(Date.now(), -3) });
    outage.answered();
    clock.now = 1000;
    await isAway({}, "UNREACHABLE");
    clock.now = 61_000;
    expect(outage.ending(gone)).toMatchObject({ since: expect.closeTo(Date.now() - 60_000, -3) });
    const own = new RunnerError("QUOTA_EXHAUSTED", "none");
    expect(outage.ending(own)).toBe(own);
    // What was launched here does not come back by itself.
    expect(createOutage(0, vi.fn()).ending(gone)).toBe(gone);
  });
});

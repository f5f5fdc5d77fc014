import { describe, expect, it, vi } from "vitest";
import { createEngineKeeper } from "../../src/evaluation/setup/engineKeeper.ts";
import { RunnerError } from "../../src/plugins/contract/runnerError.ts";
import { useFakeTime } from "../support/fakeTime.ts";
import { toyPlugins } from "./toyPlugins.ts";

useFakeTime();

const choice = (endpoint: string) => ({ name: "toy", reach: "any" as const, options: { endpoint } });
const SIGNAL = new AbortController().signal;

describe("a kept engine", () => {
  it("is closed once no run has needed it for a minute", async () => {
    const toy = toyPlugins();
    const engines = createEngineKeeper(toy.plugins, () => {});
    await engines.open([choice("a"), choice("b")], SIGNAL);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(toy).toMatchObject({ opened: 2, closed: 0 });
    engines.rest();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(toy.closed).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(toy.closed).toBe(2);
    await engines.open([choice("a")], SIGNAL);
    expect(toy.opened).toBe(3);
  });

  it("serves the next run that chooses the same options, however long that run takes", async () => {
    const toy = toyPlugins();
    const engines = createEngineKeeper(toy.plugins, () => {});
    const [first] = await engines.open([choice("a")], SIGNAL);
    engines.rest();
    await vi.advanceTimersByTimeAsync(30_000);
    const [second] = await engines.open([choice("a")], SIGNAL);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(second).toBe(first);
    expect(toy).toMatchObject({ opened: 1, closed: 0 });
  });

  it("is closed before a run launches one with other options", async () => {
    const toy = toyPlugins();
    const engines = createEngineKeeper(toy.plugins, () => {});
    const [, kept] = await engines.open([choice("a"), choice("b")], SIGNAL);
    const open = vi.spyOn(toy.plugins.find("runner", "toy"), "open").mockImplementation(async () => {
      expect(toy.closed).toBe(1);
      return kept!;
    });
    const [again, opened] = await engines.open(
      [choice("b"), { ...choice("c"), options: { endpoint: "c", launch: {} } }],
      SIGNAL,
    );
    expect(again).toBe(kept);
    expect(opened!.identity).toEqual(kept!.identity);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it("stays for other runs where the engine that a run asks for elsewhere is not there", async () => {
    const toy = toyPlugins();
    const engines = createEngineKeeper(toy.plugins, () => {});
    const [kept] = await engines.open([choice("a")], SIGNAL);
    const away = new RunnerError("UNREACHABLE", "nothing answers");
    vi.spyOn(toy.plugins.find("runner", "toy"), "open").mockRejectedValueOnce(away);
    await expect(engines.open([choice("b")], SIGNAL)).rejects.toBe(away);
    expect(toy.closed).toBe(0);
    expect(await engines.open([choice("a")], SIGNAL)).toEqual([kept]);
    expect(toy.opened).toBe(1);
    await engines.open([choice("b")], SIGNAL);
    expect(toy).toMatchObject({ opened: 2, closed: 1 });
  });

  it("is closed by `close`, which leaves no timer", async () => {
    const toy = toyPlugins();
    const engines = createEngineKeeper(toy.plugins, () => {});
    await engines.open([choice("a")], SIGNAL);
    engines.rest();
    await engines.close();
    expect(toy.closed).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

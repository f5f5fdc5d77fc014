import { describe, expect, it } from "vitest";
import { createBudget } from "../../../src/server/limits/budget.ts";

describe("the budget of a minute", () => {
  const open = (points: number) => {
    let time = 1_000_000;
    const budget = createBudget(points, () => time);
    return {
      budget,
      pass: (seconds: number) => {
        time += seconds * 1000;
      },
    };
  };

  it("is charged and corrected, and says in its header what is left and for how long", () => {
    const { budget, pass } = open(100);
    const account = budget.accountOf("a");
    expect(budget.policy).toBe('"minute";q=100;w=60');
    account.charge(60);
    account.settle(60, 20);
    pass(10);
    expect(account.header()).toBe('"minute";r=80;t=50');
  });

  it("refuses what it cannot pay, with the time until it can, and takes nothing for it", () => {
    const { budget, pass } = open(100);
    const account = budget.accountOf("a");
    account.charge(70);
    pass(15);
    expect(() => account.charge(31)).toThrow(
      expect.objectContaining({
        code: "RATE_LIMITED",
        status: 429,
        retryAfter: 45,
        message: expect.stringContaining("30 of 100"),
      }),
    );
    account.charge(30);
    expect(() => account.charge(0)).toThrow(expect.objectContaining({ code: "RATE_LIMITED" }));
  });

  it("begins anew after a minute, whatever was owed", () => {
    const { budget, pass } = open(100);
    const account = budget.accountOf("a");
    account.charge(100);
    account.settle(100, 5000);
    expect(account.header()).toBe('"minute";r=0;t=60');
    pass(59);
    expect(() => account.charge(1)).toThrow();
    pass(1);
    account.charge(100);
  });

  it("is one for each caller", () => {
    const { budget } = open(10);
    budget.accountOf("a").charge(10);
    budget.accountOf("b").charge(10);
    expect(() => budget.accountOf("a").charge(1)).toThrow();
  });

  it("is known for a bounded number of callers", () => {
    const { budget } = open(10);
    budget.accountOf("first").charge(10);
    for (let i = 0; i < 20_000; i++) budget.accountOf(`other ${i}`);
    budget.accountOf("first").charge(10);
  });
});

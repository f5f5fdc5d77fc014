import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANONYMOUS, LAB_NAME, mayDo, type Principal, rightsOf, SCOPES } from "../../src/access/principal.ts";
import { runs } from "../support/runs.ts";

const caller = (scope: Principal["scope"], lab: string | null): Principal => ({ id: "token:1", scope, lab });

describe("the rights of a caller", () => {
  it("are none without a token", () => {
    for (const scope of SCOPES) {
      expect(mayDo(ANONYMOUS, scope)).toBe(false);
      expect(mayDo(ANONYMOUS, scope, "lab-a")).toBe(false);
    }
  });

  it("include those of the scopes before, and of no scope after", () => {
    for (const [i, own] of SCOPES.entries()) {
      expect(SCOPES.map((scope) => mayDo(caller(own, "lab-a"), scope, "lab-a"))).toEqual(SCOPES.map((_, k) => k <= i));
    }
  });

  it("hold for the own lab alone, also to operate, and letter by letter", () => {
    for (const scope of SCOPES) {
      for (const other of ["lab-b", "LAB-A", "lab-a ", "lab", "", "lab-a\0"]) {
        expect(mayDo(caller(scope, "lab-a"), scope, other)).toBe(false);
      }
    }
  });

  it("hold for all labs to operate, and otherwise for none, where they are bound to none", () => {
    expect(mayDo(caller("operate", null), "measure", "lab-a")).toBe(true);
    for (const scope of ["read", "submit", "measure"] as const) {
      expect(mayDo(caller(scope, null), scope)).toBe(true);
      expect(mayDo(caller(scope, null), scope, "lab-a")).toBe(false);
    }
  });

  it("are told apart by their text", () => {
    const rights = fc.record({
      scope: fc.constantFrom(null, ...SCOPES),
      lab: fc.option(fc.stringMatching(LAB_NAME), { nil: null }),
    });
    fc.assert(
      fc.property(rights, rights, (a, b) => {
        const same = a.scope === b.scope && a.lab === b.lab;
        expect(rightsOf({ id: "x", ...a }) === rightsOf({ id: "y", ...b })).toBe(same);
      }),
      runs(200, 10_000),
    );
    expect(rightsOf(caller("read", null))).not.toBe(rightsOf(ANONYMOUS));
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokens } from "../../../src/access/tokens.ts";
import { setPolicy } from "../../../src/federation/peers/policy.ts";
import type { Store } from "../../../src/store/store.ts";
import { peers } from "../../../src/store/tables.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

describe.each(ENGINES)("what a caller is told of its rights on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await recordRun(store, { measures: { accuracy: { value: 0.5 } } });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api?.close();
    await store?.close();
  });

  it("is its scope, its lab, and for each run whether it may measure for its lab", async () => {
    const tokens = createTokens(store);
    const asked = async (token: string | null) => {
      const { viewer, runs } = (
        await api.ask("{ viewer { scope lab } runs { nodes { viewerMayMeasure } } }", {}, token)
      ).data;
      return [viewer.scope, viewer.lab, runs.nodes[0].viewerMayMeasure];
    };
    const tokenOf = async (scope: "read" | "submit" | "measure" | "operate", lab?: string) =>
      (await tokens.create({ scope, ...(lab && { lab }) })).token;
    expect(await asked(null)).toEqual([null, null, false]);
    expect(await asked(await tokenOf("read"))).toEqual(["read", null, false]);
    expect(await asked(await tokenOf("submit", "lab-a"))).toEqual(["submit", "lab-a", false]);
    expect(await asked(await tokenOf("measure", "lab-a"))).toEqual(["measure", "lab-a", true]);
    expect(await asked(await tokenOf("operate", "lab-b"))).toEqual(["operate", "lab-b", false]);
    expect(await asked(await tokenOf("operate"))).toEqual(["operate", null, true]);
  });

  it("lists policies of peers to operators alone, and tells everybody the key of a lab's feed", async () => {
    const list = "{ peerPolicies { peer lab benchmark action } }";
    expect((await api.ask(list, {}, null)).errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    const [peer] = await store.drizzle
      .insert(peers)
      .values({ url: "https://feed.example.org/", lab: "lab-b", pinned: "ed25519:abc", mostBytes: 1 })
      .returning();
    await setPolicy(store, { peerId: null, lab: null, benchmark: "sums", action: "QUARANTINE" });
    await setPolicy(store, { peerId: peer!.id, lab: "lab-b", benchmark: null, action: "REFUSE" });
    expect((await api.ask(list, {}, await api.operateToken())).data.peerPolicies).toEqual([
      { peer: null, lab: null, benchmark: "sums", action: "QUARANTINE" },
      { peer: "lab-b", lab: "lab-b", benchmark: null, action: "REFUSE" },
    ]);
    const keys = async () => (await api.data("{ labs { nodes { slug feedKey } } }")).labs.nodes;
    expect(await keys()).toEqual([
      { slug: "lab-a", feedKey: null },
      { slug: "lab-b", feedKey: "ed25519:abc" },
    ]);
    await store.drizzle.update(peers).set({ pinned: "" });
    expect(await keys()).toContainEqual({ slug: "lab-b", feedKey: null });
  });
});

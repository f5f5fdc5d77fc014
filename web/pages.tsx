import type { ComponentType } from "preact";
import { FrontierPage } from "./frontier/FrontierPage.tsx";
import { later } from "./parts/later.tsx";

interface PageRule {
  path: RegExp;
  Page: ComponentType;
}

const Whole = () => <FrontierPage isEmbedded={false} />;
const Embedded = () => <FrontierPage isEmbedded />;

/**
 * What is shown at which address. The server gives the same document at all of them (`src/server/edge/page.ts`). The code of
 * the frontier comes at once, that of the others when it is needed.
 */
const PAGES: PageRule[] = [
  { path: /^\/embed$/, Page: Embedded },
  { path: /^\/runs\//, Page: later(async () => (await import("./runs/RunPage.tsx")).RunPage) },
  { path: /^\/models\//, Page: later(async () => (await import("./models/ModelPage.tsx")).ModelPage) },
  { path: /^\/benchmarks\//, Page: later(async () => (await import("./benchmarks/BenchmarkPage.tsx")).BenchmarkPage) },
  { path: /^\/labs\//, Page: later(async () => (await import("./labs/LabPage.tsx")).LabPage) },
  { path: /^\/plugins$/, Page: later(async () => (await import("./plugins/PluginsPage.tsx")).PluginsPage) },
  { path: /^\/peers$/, Page: later(async () => (await import("./peers/PeersPage.tsx")).PeersPage) },
  { path: /^\//, Page: Whole },
];

export const pageAt = (path: string): ComponentType => PAGES.find((rule) => rule.path.test(path))!.Page;

import type { ComponentType } from "preact";
import { FrontierPage } from "./frontier/FrontierPage.tsx";

interface PageRule {
  path: RegExp;
  Page: ComponentType;
}

const Whole = () => <FrontierPage isEmbedded={false} />;
const Embedded = () => <FrontierPage isEmbedded />;

/** What is shown at which address. The server gives the same document at all of them (`src/server/edge/page.ts`). */
const PAGES: PageRule[] = [
  { path: /^\/embed$/, Page: Embedded },
  { path: /^\//, Page: Whole },
];

export const pageAt = (path: string): ComponentType => PAGES.find((rule) => rule.path.test(path))!.Page;

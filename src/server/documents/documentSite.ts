import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { themeStyle } from "../../drawing/theme.ts";
import { ATTACHMENT_TYPES, SITE } from "./documentFiles.ts";
import { openDocuments } from "./openDocuments.ts";
import { documentPage, missingPage, refusalOf, refusedPage, resultsPage } from "./pages.ts";
import { indexPassages, type Search } from "./searchIndex.ts";

/** What is sent for an address. */
export interface SiteAnswer {
  kind: "page" | "attachment" | "style";
  status: number;
  type: string;
  body: Buffer;
}

export interface DocumentSite {
  /** The answer to a path without its parameters, the same at each call. A path that is none of the site's is a page that says so. */
  at(path: string): SiteAnswer;
  /** The page with what the parameter `q` finds. Undefined if nothing is asked. */
  search(parameters: URLSearchParams): Promise<SiteAnswer | undefined>;
}

/** What the documents share with the page, and their own. */
const STYLES = ["web/base.css", "web/documents.css"];

/** Makes the site of the documents in the folder of the package. What is read and rendered is kept. */
export function openDocumentSite(root: string): DocumentSite {
  const documents = openDocuments(root);
  const css = Buffer.from(themeStyle() + STYLES.map((file) => readFileSync(join(root, file), "utf8")).join(""));
  const style = `${SITE}/style-${createHash("sha256").update(css).digest("hex").slice(0, 16)}.css`;
  const site = { sections: documents.sections(), style };
  const attached = new Map([...documents.files.attachments].map(([file, address]) => [address, file]));
  attached.set(`${SITE}/icon.svg`, "web/icon.svg");
  const kept = new Map<string, SiteAnswer>([
    [style, { kind: "style", status: 200, type: "text/css; charset=utf-8", body: css }],
  ]);
  let indexed: Promise<Search> | undefined;

  const read = (path: string): SiteAnswer | undefined => {
    const document = documents.at(path);
    if (document) return page(200, documentPage(document, documents, site));
    const file = attached.get(path);
    if (file === undefined) return undefined;
    const body = readFileSync(join(root, file));
    return { kind: "attachment", status: 200, type: ATTACHMENT_TYPES[extname(file)]!, body };
  };
  return {
    at(path) {
      const answer = kept.get(path) ?? read(path);
      // Only what there is: nobody can fill the memory by asking for other paths.
      if (answer) kept.set(path, answer);
      return answer ?? page(404, missingPage(path, documents, site));
    },
    async search(parameters) {
      const refusal = refusalOf(parameters);
      if (refusal !== undefined) return page(400, refusedPage(refusal, site));
      const question = parameters.get("q")?.trim() ?? "";
      if (question === "") return undefined;
      indexed ??= indexPassages(documents);
      const find = await indexed;
      return page(200, resultsPage(question, find(question), site));
    },
  };
}

function page(status: number, html: string): SiteAnswer {
  return { kind: "page", status, type: "text/html; charset=utf-8", body: Buffer.from(html) };
}

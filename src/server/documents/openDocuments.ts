import { readFileSync } from "node:fs";
import { join } from "node:path";
import { contentsOf, type Section } from "./contents.ts";
import { type DocumentFiles, findDocumentFiles, INDEX, SITE } from "./documentFiles.ts";
import { type ParsedMarkdown, parseMarkdown, titleOf } from "./markdown.ts";
import { type Resolve, repositoryAddress, siteLinks } from "./siteLinks.ts";

export interface SiteDocument {
  /** Its path in the package. */
  file: string;
  address: string;
  title: string;
  parsed: ParsedMarkdown;
  resolve: Resolve;
}

export interface Documents {
  files: DocumentFiles;
  /** The document at an address; undefined if there is none. It is read at the first call. */
  at(address: string): SiteDocument | undefined;
  /** The sections of the whole site. */
  sections(): Section[];
  /** The sections in which a document has its neighbours: those of its folder's own index, else those of the site. */
  sectionsOf(document: SiteDocument): Section[];
}

/** The documents in the folder of the package. Each is read once. */
export function openDocuments(root: string): Documents {
  const files = findDocumentFiles(root);
  const repository = repositoryAddress(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const fileAt = new Map([...files.documents].map(([file, address]) => [address, file]));
  const read = new Map<string, SiteDocument>();
  const documents: Documents = {
    files,
    at(address) {
      const file = fileAt.get(address);
      if (file === undefined) return undefined;
      let document = read.get(file);
      if (!document) {
        const parsed = parseMarkdown(readFileSync(join(root, file), "utf8"));
        const title = titleOf(parsed) ?? file;
        document = { file, address, title, parsed, resolve: siteLinks(file, files, repository) };
        read.set(file, document);
      }
      return document;
    },
    sections: () => listed(documents.at(SITE)),
    sectionsOf({ file }) {
      const index = `${file.slice(0, file.lastIndexOf("/") + 1)}README.md`;
      const own = index === INDEX || !file.includes("/") ? undefined : files.documents.get(index);
      return own === undefined ? documents.sections() : listed(documents.at(own));
    },
  };
  return documents;
}

const listed = (index: SiteDocument | undefined) => (index ? contentsOf(index.parsed, index.resolve) : []);

import { existsSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";

/** What the site shows: documents as pages, and the files beside them as they are. Both by their path in the package. */
export interface DocumentFiles {
  /** The addresses of the documents: `docs/plugins/tasks.md` is at `/docs/plugins/tasks`. */
  documents: Map<string, string>;
  /** The addresses of pictures and schemas: `docs/frontier.svg` is at `/docs/frontier.svg`. */
  attachments: Map<string, string>;
}

/** The address of the index. */
export const SITE = "/docs";
/** The index of all documents, from which the sections of the site follow. */
export const INDEX = "docs/README.md";

/** The documents that stand beside the folder `docs`. */
const BESIDE = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
/** The files beside the folder `docs` to which documents link. */
const ATTACHED = ["schema.graphql", ...["submission", "experiment", "import-mapping", "task"].map(schemaFile)];

/** What a file of each ending is sent as. A file of another ending is no part of the site. */
export const ATTACHMENT_TYPES: Record<string, string> = {
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".graphql": "text/plain; charset=utf-8",
  ".json": "application/json; charset=utf-8",
};

/** Finds the documents and the files beside them in the folder of the package. */
export function findDocumentFiles(root: string): DocumentFiles {
  const inDocs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((file) =>
    join("docs", file).replaceAll("\\", "/"),
  );
  const files = [...BESIDE, ...ATTACHED].filter((file) => existsSync(join(root, file))).concat(inDocs.sort());
  const addressed = (isWanted: (ending: string) => boolean, addressOf: (file: string) => string) =>
    new Map(files.filter((file) => isWanted(extname(file))).map((file) => [file, addressOf(file)]));
  return {
    documents: addressed((ending) => ending === ".md", documentAddress),
    attachments: addressed((ending) => Object.hasOwn(ATTACHMENT_TYPES, ending), inSite),
  };
}

/** A file of the folder `docs` keeps its path there. One from beside it cannot have the name of one in it. */
const inSite = (file: string) => `${SITE}/${file.replace(/^docs\//, "")}`;

/** The `README.md` of a folder is its index, and has the folder's address. */
function documentAddress(file: string): string {
  const address = inSite(file).replace(/\.md$/, "");
  return file.startsWith("docs/") ? address.replace(/\/README$/, "") : address;
}

function schemaFile(name: string): string {
  return `${name}.schema.json`;
}

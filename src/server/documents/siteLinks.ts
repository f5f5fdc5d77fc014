import { posix } from "node:path";
import type { DocumentFiles } from "./documentFiles.ts";

/** Where a link of a document leads on the site; null where it leads nowhere, and its text alone is shown. */
export type Resolve = (target: string) => string | null;

/**
 * Resolves the links of one document as they are written in the repository. Links to documents and to files beside them stay
 * on the site; links to other files lead to the repository, if its address is known. Only `http:`, `https:` and `mailto:` lead
 * out.
 *
 * @param file is the path of the document in the package.
 */
export function siteLinks(file: string, { documents, attachments }: DocumentFiles, repository: string | null): Resolve {
  return (target) => {
    if (/^[a-z][a-z\d+.-]*:/i.test(target)) return /^(https?|mailto):/i.test(target) ? target : null;
    if (target.startsWith("#")) return target;
    // Such a path means another place in the repository than on the site.
    if (target.startsWith("/")) return null;
    const { path, anchor } = splitTarget(target);
    const named = posix.join(posix.dirname(file), path).replace(/\/$/, "");
    if (named.startsWith("..")) return null;
    const address = documents.get(named) ?? documents.get(`${named}/README.md`) ?? attachments.get(named);
    if (address !== undefined) return `${address}${anchor}`;
    return repository === null ? null : `${repository}/blob/HEAD/${named}${anchor}`;
  };
}

/** The path and the anchor of a link, such as `operations.md` and `#access`. */
export function splitTarget(target: string): { path: string; anchor: string } {
  const at = target.indexOf("#");
  return at === -1 ? { path: target, anchor: "" } : { path: target.slice(0, at), anchor: target.slice(at) };
}

/** The address of the repository that a `package.json` names, as pages are found under it; null where it names none. */
export function repositoryAddress(packageJson: { repository?: string | { url?: string } }): string | null {
  const { repository } = packageJson;
  const url = typeof repository === "string" ? repository : repository?.url;
  const match = /^(?:git\+)?(https:\/\/[^\s?#]+?)(?:\.git)?\/?$/.exec(url ?? "");
  return match ? match[1]! : null;
}

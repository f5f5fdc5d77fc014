/** The addresses of the pages of what the store holds. A theme that the present address asks for is asked for again. */
export const modelPath = (slug: string) => pathOf("models", slug);
export const benchmarkPath = (slug: string) => pathOf("benchmarks", slug);
export const labPath = (slug: string) => pathOf("labs", slug);
export const runPath = (id: string) => pathOf("runs", id);
export const listPath = (list: "plugins" | "peers") => withTheme(`/${list}`);

/** The address of the frontier of a benchmark, with the details of a candidate where one is named. */
export function frontierPath(benchmark: string, more: Record<string, string> = {}): string {
  return withTheme("/", { benchmark, ...more });
}

/** What an address names below a folder, such as `Qwen/Qwen3-8B` of `/models/Qwen/Qwen3-8B`. */
export const nameInPath = (path: string) =>
  path
    .split("/")
    .slice(2)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    })
    .join("/");

const pathOf = (folder: string, name: string) =>
  withTheme(`/${folder}/${name.split("/").map(encodeURIComponent).join("/")}`);

function withTheme(path: string, parameters: Record<string, string> = {}): string {
  const theme = new URLSearchParams(location.search).get("theme");
  const all = new URLSearchParams({ ...parameters, ...(theme && { theme }) });
  return all.size > 0 ? `${path}?${all}` : path;
}

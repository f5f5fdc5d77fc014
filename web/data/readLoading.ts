import { client } from "./client.ts";

/** What the server says while it still loads published results. */
export interface Loading {
  message: string;
}

/** Picks the warning of a frontier that says so; null where all results are there. */
export function loadingOf(warnings: readonly { code: string; message: string }[] | undefined): Loading | null {
  const warning = warnings?.find(({ code }) => code === "LOADING");
  return warning ? { message: warning.message } : null;
}

/** Asks whether results are being loaded, where no frontier can be shown yet: any benchmark's says so. */
export async function readLoading(benchmark: string, signal: AbortSignal): Promise<Loading | null> {
  const { frontier } = await client.query(
    { frontier: [{ where: { benchmark: [benchmark] } }, { warnings: { code: true, message: true } }] },
    { signal },
  );
  return loadingOf(frontier?.warnings);
}

import { Pool } from "undici";
import { BODY, HEADERS, readStreams, TOKENS } from "./readStreams.ts";

/** Reads each stream with the shortest code that undici allows: by the iterator of the body. */
await readStreams(async (url) => {
  const pool = new Pool(url, { connections: null });
  return async () => {
    const { body } = await pool.request({ path: "/v1/chat/completions", method: "POST", headers: HEADERS, body: BODY });
    let bytes = 0;
    for await (const chunk of body) bytes += chunk.length;
    if (bytes === 0) throw new Error("Nothing came.");
    return TOKENS;
  };
});

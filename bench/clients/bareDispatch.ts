import { Pool } from "undici";
import { BODY, HEADERS, readStreams, TOKENS } from "./readStreams.ts";

/** Reads each stream in the cheapest way that undici has: by the chunks of its HTTP parser. */
await readStreams(async (url) => {
  const pool = new Pool(url, { connections: null });
  return () =>
    new Promise((resolve, reject) => {
      pool.dispatch(
        { path: "/v1/chat/completions", method: "POST", headers: HEADERS, body: BODY },
        {
          onRequestStart: () => {},
          onResponseStart: (_controller, status) => {
            if (status !== 200) reject(new Error(`The server answered ${status}.`));
          },
          onResponseData: () => {},
          onResponseEnd: () => resolve(TOKENS),
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
});

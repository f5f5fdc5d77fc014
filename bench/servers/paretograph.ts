import { createHttpServer } from "../../src/server/server.ts";
import { openStore } from "../../src/store/store.ts";
import { reportReady } from "./reportReady.ts";

/** All limits are on. The budget is one that the load cannot use up. */
const limits = { budgetPerMinute: 1_000_000_000 };

reportReady(createHttpServer(await openStore({ url: process.env.DATABASE_URL }), { limits }));

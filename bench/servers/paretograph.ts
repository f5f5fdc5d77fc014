import { openStore } from "../../src/results/store.ts";
import { createHttpServer } from "../../src/server/server.ts";
import { reportReady } from "./reportReady.ts";

reportReady(createHttpServer(await openStore({ url: process.env.DATABASE_URL })));

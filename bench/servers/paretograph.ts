import { createHttpServer } from "../../src/server/server.ts";
import { openStore } from "../../src/store/store.ts";
import { reportReady } from "./reportReady.ts";

reportReady(createHttpServer(await openStore({ url: process.env.DATABASE_URL })));

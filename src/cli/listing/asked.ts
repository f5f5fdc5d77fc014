import { GraphQLError } from "graphql";
import { RequestError } from "../../errors/requestError.ts";
import { type Ask, askStore } from "../progress/ask.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";

/** Prints what a question to the server at an address gives, or to the store, or to the server that has the store open. */
export async function printAsked(server: string | undefined, answer: (ask: Ask) => Promise<string>): Promise<void> {
  const settings = readSettings(process.env);
  const opened = await openStoreOrServer(settings, server);
  try {
    console.log(await answer("server" in opened ? opened.server.ask : askStore(opened.store)));
  } catch (error) {
    // A value that the schema does not take, such as an unknown precision, has no error of ours behind it.
    const behind = (error as Partial<GraphQLError>).originalError ?? error;
    const isRefused = error instanceof RequestError || behind instanceof GraphQLError;
    throw isRefused ? new CommandError((error as Error).message) : error;
  } finally {
    if ("store" in opened) await opened.store.close();
  }
}

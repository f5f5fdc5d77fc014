import type { StreamedChat } from "./chatStream.ts";

/** Cuts the stop text off the end of an answer, or of reasoning that it ended, for engines that leave it there. */
export function withoutStopText(chat: StreamedChat, stop: string[] = []): StreamedChat {
  const part = chat.content === "" ? "reasoning" : "content";
  // TGI looks for a stop text with a `$`, which a line's end may follow.
  const found = stop.find((text) => chat[part].endsWith(text) || chat[part].endsWith(`${text}\n`));
  return found === undefined ? chat : { ...chat, [part]: chat[part].slice(0, chat[part].lastIndexOf(found)) };
}

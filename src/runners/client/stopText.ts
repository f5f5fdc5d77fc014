import type { StreamedChat } from "./chatStream.ts";

/** A chat without the stop text at its end, for engines that leave it there. It may have ended the reasoning, too. */
export function withoutStopText(chat: StreamedChat, stop: string[] = []): StreamedChat {
  const part = chat.content === "" ? "reasoning" : "content";
  // TGI matches a stop text by a pattern that ends with `$`, so that the end of a line may follow the text.
  const found = stop.find((text) => chat[part].endsWith(text) || chat[part].endsWith(`${text}\n`));
  return found === undefined ? chat : { ...chat, [part]: chat[part].slice(0, chat[part].lastIndexOf(found)) };
}

import { z } from "zod";
import type { ContentPart, Message } from "../contract/message.ts";

/** The most characters of a message, which can hold examples beside the question, and of its images and files in base64. */
const LONGEST_MESSAGE = 10_000_000;
const LARGEST_DATA = 40_000_000;
const MOST_MESSAGES = 1000;
const MOST_PARTS = 1000;

const text = z.string().max(LONGEST_MESSAGE);
const bytes = {
  mediaType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/, "it is no media type such as image/png")
    .max(200),
  data: z
    .string()
    .min(1)
    .max(LARGEST_DATA)
    // A pattern of repeated groups of four would be slow on so long a text.
    .refine(
      (data) => data.length % 4 === 0 && !/[^A-Za-z0-9+/=]/.test(data) && /^[^=]*={0,2}$/.test(data),
      "it is no base64",
    ),
};
const part = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text }),
  z.object({ type: z.literal("image"), ...bytes }),
  z.object({ type: z.literal("file"), ...bytes, name: z.string().min(1).max(1000) }),
]);
const parts = z.array(part).min(1).max(MOST_PARTS);

/** The messages of a prompt as a runner gets them. */
export const promptShape = z
  .array(
    z.object({
      role: z.enum(["system", "user", "assistant"]),
      content: z.union([text, parts]),
      // A message as a runner gets it is taken, too.
      parts: parts.optional(),
    }),
  )
  .min(1)
  .max(MOST_MESSAGES)
  .transform((messages) => messages.map(({ role, content, parts }) => messageOf(role, parts ?? content)));

function messageOf(role: Message["role"], content: string | ContentPart[]): Message {
  if (typeof content === "string") return { role, content };
  const joined = content.flatMap((one) => (one.type === "text" ? [one.text] : [])).join("\n");
  const isText = content.every(({ type }) => type === "text");
  return isText ? { role, content: joined } : { role, content: joined, parts: content };
}

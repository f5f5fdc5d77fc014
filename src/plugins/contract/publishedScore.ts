import { z } from "zod";

/** The accuracy of a model on a benchmark as others published it. */
export interface PublishedScore {
  /** The model by its id on the Hugging Face hub, or the name that its maker gives it. */
  model: string;
  /** The accuracy as a share between 0 and 1. */
  accuracy: number;
  /** The standard error of the accuracy; where it is left out it follows from the number of answers. */
  standardError?: number;
  /** How many answers the accuracy is the mean of. */
  answers: number;
  /** What else was set, in words: the way of thinking, the sampling, the shots. */
  settings?: string;
  /** The address of the paper, card or page that states it. */
  source: string;
}

/** Checks what a benchmark states of one. */
export const publishedScore = z.looseObject({
  model: z.string().min(1).max(200),
  accuracy: z.number().min(0).max(1),
  standardError: z.number().nonnegative().max(1).optional(),
  answers: z.int().min(1),
  settings: z.string().max(1000).optional(),
  source: z.url(),
});

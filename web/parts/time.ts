/** An instant as a day and a time, in the time of the reader. */
export const timeInWords = (instant: string) =>
  new Date(instant).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

import { defineMetric } from "paretograph/plugin";
import { z } from "zod";

export default defineMetric({
  name: "__metric__",
  version: "0.1.0",
  apiVersion: "__apiVersion__",
  title: "__title__",
  description: "What a value is and where it comes from, in a sentence. Here: grams of CO₂ of the energy of a problem.",
  unit: "g/problem",
  direction: "MINIMIZE",
  scale: "log",
  options: z.strictObject({
    gramsPerKwh: z.number().positive().default(400).describe("Grams of CO₂ of a kilowatt-hour of the grid."),
  }),
  requires: ["energy"],
  monotonic: { energy: "RISES" },
  // The energy is in joules, and a kilowatt-hour has 3.6 million of them.
  compute: ({ energy }, { gramsPerKwh }) => (energy === undefined ? null : (energy / 3.6e6) * gramsPerKwh),
});

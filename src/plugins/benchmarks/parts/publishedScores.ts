import type { PublishedScore } from "../../contract/publishedScore.ts";

const DEER = {
  settings: "at most 16k tokens, greedy, a chain of thought with a boxed answer",
  source: "https://github.com/iie-ycx/DEER/blob/c9dd19fbffa27f841cfe47502d015b63811b4d1b/images/deer-main.png",
};
const FRUGAL = {
  settings: "at most 42k tokens, thinking on; the sampling is not stated",
  source: "https://github.com/MBZUAI-Paris/Frugal-Thinking/blob/cecc9bd49e50b05c04226416793dfc676fba44af/paper.pdf",
};
const FATHOM = {
  settings: "a context of 16,384 tokens, the mean of 64 answers to each problem",
  source: "https://github.com/FractalAIResearchLabs/Fathom-R1/blob/4d8e04b10323475343c6cf3c8666a161a4279cc0/README.md",
};

/**
 * Scores of the bundled results that a measurement of ours must meet. `arithmetic` has none: its problems are our own, and
 * nobody else has published a score.
 */
export const PUBLISHED_SCORES = {
  gsm8k: [
    { model: "Qwen/Qwen3-14B", accuracy: 0.951, answers: 1319, ...DEER },
    { model: "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", accuracy: 0.896, answers: 1319, ...DEER },
  ],
  math500: [
    { model: "Qwen/Qwen3-4B-Thinking-2507", accuracy: 0.976, answers: 500, ...FRUGAL },
    { model: "HuggingFaceTB/SmolLM3-3B", accuracy: 0.908, answers: 500, ...FRUGAL },
  ],
  aime25: [
    { model: "Qwen/Qwen3-4B-Thinking-2507", accuracy: 0.7333, answers: 30, ...FRUGAL },
    { model: "HuggingFaceTB/SmolLM3-3B", accuracy: 0.3, answers: 30, ...FRUGAL },
  ],
  "gpqa-diamond": [
    { model: "Qwen/Qwen3-4B-Thinking-2507", accuracy: 0.6717, answers: 198, ...FRUGAL },
    { model: "microsoft/Phi-4-mini-reasoning", accuracy: 0.303, answers: 198, ...FRUGAL },
  ],
  "hmmt-feb25": [
    { model: "deepseek-ai/DeepSeek-R1-Distill-Qwen-14B", accuracy: 0.3, answers: 1920, ...FATHOM },
    { model: "qihoo360/Light-R1-14B-DS", accuracy: 0.3411, answers: 1920, ...FATHOM },
  ],
} satisfies Record<string, PublishedScore[]>;

export const RUNNER_RULES = {};

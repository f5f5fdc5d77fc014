export default { dialect: "postgresql", schema: "./src/store/tables.ts", out: "./migrations" };

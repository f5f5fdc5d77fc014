// The commands of Paretograph that are started in this folder know the plugin as it was built.
export default { plugins: ["./dist/index.js"] };

// The server and the workers that are started in this folder know the task.
export default { plugins: ["./task.yaml"] };

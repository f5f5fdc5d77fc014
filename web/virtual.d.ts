declare module "virtual:inputs" {
  const inputs: import("./inputs/inputField.ts").Inputs;
  export default inputs;
}
declare module "virtual:theme.css";

import type { CreatedPlugin } from "./createPlugin.ts";

/** Prints where a plugin is and how to go on, and warns of a name that could be taken for that of a built-in plugin. */
export function sayCreated(created: CreatedPlugin, path: string): void {
  if (created.lookAlike !== null) {
    console.error(
      `Warning: "${created.name}" could be taken for the built-in "${created.lookAlike}". Think of another name.`,
    );
  }
  console.log(
    `${created.package} is in ${path}. Go on with:\n\n  cd ${path}\n  npm install\n  npm test\n  npm run check`,
  );
}

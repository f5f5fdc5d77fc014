import type { EngineSettings } from "./options.ts";

/** How to launch one engine. Each engine's folder declares its own. */
export interface EngineProgram {
  /** The plugin's name, which is also in the names of containers. */
  name: string;
  /** The name in messages. */
  title: string;
  /** The port on which the engine listens unless it is told otherwise. */
  port: number;
  /** The command that starts the engine on this machine. */
  command: string[];
  image: {
    /** The command that the image needs before the flags, empty where its entry point starts the engine. */
    command: string[];
    /** The folder of the image that holds downloaded models. */
    modelCache: string;
    /** The folder of this machine that belongs there, relative to the Hugging Face home; `.` is the home itself. */
    sharedCache: string;
  };
  /** The flag that names the network interface. */
  hostFlag: string;
  /** Flags that the engine always gets. */
  fixedFlags: string[];
  /** How the engine is told each setting; null where it has no such setting. */
  flags: { [Setting in keyof EngineSettings]-?: ((value: NonNullable<EngineSettings[Setting]>) => string[]) | null };
}

/** A setting that the engine takes as the value of one flag. */
export const flag = (name: string) => (value: string | number) => [name, String(value)];

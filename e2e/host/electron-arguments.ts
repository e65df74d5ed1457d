/** Electron's command line: its switches, modules to load first, the app's folder. */
export interface ElectronArguments {
  /** Name → value, empty where it has none. */
  readonly switches: ReadonlyMap<string, string>;
  /** Modules to require before the app. */
  readonly required: readonly string[];
  /** The app's folder or file; what follows it is the app's. */
  readonly target: string | undefined;
}

export function parseElectronArguments(given: readonly string[]): ElectronArguments {
  const switches = new Map<string, string>();
  const required: string[] = [];
  let target: string | undefined;
  for (let i = 0; i < given.length; i += 1) {
    const argument = given[i]!;
    const [, name, value = ''] = /^--([^=]+)=?(.*)$/.exec(argument) ?? [];
    if (argument === '-r' || argument === '--require') {
      i += 1;
      required.push(given[i]!);
    } else if (name !== undefined) {
      if (!name.startsWith('inspect')) switches.set(name, value);
    } else if (target === undefined && !argument.startsWith('-')) target = argument;
  }
  return { switches, required, target };
}

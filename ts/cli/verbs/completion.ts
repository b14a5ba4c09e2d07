// SPDX-License-Identifier: BSD-2-Clause
/** `completion`: the shell script that completes this program's arguments. */
import { basename } from 'node:path';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { type Shell, scripts, shells } from '../completion/scripts.ts';

interface Arguments {
  shell?: Shell;
}

/** The shell of the user. @throws CommandError */
function usualShell(environment: NodeJS.ProcessEnv): Shell {
  const name = basename(environment.SHELL ?? '');
  const found = shells.find((shell) => shell === name);
  if (found !== undefined) return found;
  throw new CommandError(`Say which shell the script is for: ${shells.join(', ')}`, EXIT_USAGE);
}

async function run({ shell }: Arguments, { print }: Context): Promise<void> {
  print(scripts[shell ?? usualShell(process.env)].trimEnd());
}

export const verb: Verb<Arguments> = {
  usage: 'completion [shell]',
  summary: 'print a completion script for bash, zsh or fish',
  examples: [
    { words: 'completion bash', says: 'put it into ~/.local/share/bash-completion/completions/maolan-plugin-host' },
    { words: 'completion zsh', says: 'put it into a folder of $fpath, as _maolan-plugin-host' },
    { words: 'completion fish', says: 'put it into ~/.config/fish/completions/maolan-plugin-host.fish' },
  ],
  options: (inner) => inner.positional('shell', { choices: shells, describe: 'shell to complete for' }),
  run,
};

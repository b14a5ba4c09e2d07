/** `completion`: what a shell needs to complete this program's words. */
import yargs from 'yargs';
import type { Verb } from '../command.ts';
import { programName } from '../parse.ts';

const shells = ['bash', 'zsh'] as const;

interface Arguments {
  shell?: (typeof shells)[number];
}

/** yargs writes the script for the shell that it finds in the environment, and prints it itself. */
async function run({ shell }: Arguments): Promise<void> {
  if (shell !== undefined) {
    process.env.SHELL = shell;
    delete process.env.ZSH_NAME;
  }
  yargs().scriptName(programName).showCompletionScript();
}

export const verb: Verb<Arguments> = {
  usage: 'completion [shell]',
  summary: 'print a script that completes words in bash, zsh or fish',
  examples: [
    { words: 'completion bash', says: 'put it into ~/.local/share/bash-completion/completions/maolan-plugin-host' },
    { words: 'completion zsh', says: 'put it into a folder of $fpath, as _maolan-plugin-host' },
  ],
  options: (inner) => inner.positional('shell', { choices: shells, describe: 'the one that is used' }),
  run,
};

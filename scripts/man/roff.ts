// SPDX-License-Identifier: BSD-2-Clause
/** The few man(7) macros that a page of commands needs. */

/**
 * Escapes text so that it is printed literally. A hyphen becomes a minus, so that options can be copied from the page.
 */
export function plain(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll(/^(?=[.'])/gm, '\\&');
}

export const bold = (text: string): string => `\\fB${plain(text)}\\fR`;
export const italic = (text: string): string => `\\fI${plain(text)}\\fR`;

/** Quotes an argument of a macro. */
function quoted(text: string): string {
  return `"${plain(text).replaceAll('"', '\\(dq')}"`;
}

/** name, section, date, source, manual: the header and footer of every page. */
export function title(...words: string[]): string {
  return `.TH ${words.map(quoted).join(' ')}`;
}

export const section = (name: string): string => `.SH ${quoted(name)}`;
export const subsection = (name: string): string => `.SS ${quoted(name)}`;
export const paragraph = (text: string): string => `.PP\n${text}`;

/** A term and its description, both already in roff. */
export function item(term: string, description: string): string {
  return `.TP\n${term}\n${description}`;
}

/** Preformatted, indented lines. */
export function example(lines: readonly string[]): string {
  return ['.PP', '.RS 4', '.nf', ...lines.map((line) => bold(line)), '.fi', '.RE'].join('\n');
}

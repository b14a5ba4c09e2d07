// SPDX-License-Identifier: BSD-2-Clause
/** DOM helpers. Text stays text: a file's contents never become markup. */
export type Child = Node | string;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** An element of index.html. */
export function the<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

export interface Row {
  readonly className?: string;
  readonly cells: readonly Child[];
}

/** numbers: columns to align right. */
export function table(head: readonly string[], rows: readonly Row[], numbers: ReadonlySet<number>): HTMLElement {
  const classOf = (column: number) => (numbers.has(column) ? 'number' : '');
  const top = element('tr', '', ...head.map((text, column) => element('th', classOf(column), text)));
  const body = rows.map(({ className = '', cells }) =>
    element('tr', className, ...cells.map((cell, column) => element('td', classOf(column), cell))),
  );
  return element('div', 'scroll', element('table', '', element('thead', '', top), element('tbody', '', ...body)));
}

/** A list of names and values. */
export function facts(entries: readonly (readonly [name: string, value: Child])[]): HTMLElement {
  return element('dl', '', ...entries.flatMap(([name, value]) => [element('dt', '', name), element('dd', '', value)]));
}

export function countOf(count: number, one: string, plural = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : plural}`;
}

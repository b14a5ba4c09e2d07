// SPDX-License-Identifier: BSD-2-Clause
/** The declarations of the C headers, as parsed by clang. */
import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';

/** A type as written in C, such as `const char *`. */
export type CType = string;

export interface Variable {
  readonly name: string;
  readonly type: CType;
  readonly comment: string;
}

export interface CFunction {
  readonly name: string;
  readonly result: CType;
  readonly isNoReturn: boolean;
  readonly parameters: readonly Variable[];
  readonly comment: string;
}

export interface Struct {
  readonly name: string;
  readonly fields: readonly Variable[];
  readonly comment: string;
}

export interface Constant {
  readonly name: string;
  readonly value: number;
  readonly comment: string;
}

/** The constants of one enum, or all #defines of a header (without a name). */
export interface ConstantGroup {
  readonly name: string;
  readonly comment: string;
  readonly constants: readonly Constant[];
}

export interface Header {
  /** Such as "core" for core.h. */
  readonly name: string;
  readonly constants: ConstantGroup[];
  readonly structs: Struct[];
  readonly functions: CFunction[];
}

/** A node of clang's JSON; only the fields in use. */
interface Node {
  readonly kind: string;
  readonly name?: string;
  readonly loc?: object;
  readonly type?: { readonly qualType: string };
  readonly tagUsed?: string;
  readonly completeDefinition?: boolean;
  readonly storageClass?: string;
  readonly value?: string;
  readonly text?: string;
  readonly inner?: readonly Node[];
}

const FOLDERS = ['wasm/include', 'native-shim/include'];
const OUTPUT_BYTES_MAX = 1 << 28;
const DEFINE_PREFIX = 'value_of_';

function clang(root: string, source: string, options: readonly string[]): string {
  const program = process.env.CLANG ?? 'clang';
  const folders = FOLDERS.map((folder) => `-I${join(root, folder)}`);
  try {
    return execFileSync(program, [...options, '-x', 'c', '-std=c11', ...folders, '-'], {
      input: source,
      encoding: 'utf8',
      maxBuffer: OUTPUT_BYTES_MAX,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error(`${program} is missing; \`npm run setup\` installs it`);
    throw new Error('the headers do not compile; see above');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * clang names a file only where it differs from the previous one, in printing order: this returns the last one in a
 * part of its output.
 */
function lastFile(piece: unknown, before: string): string {
  if (!isObject(piece)) return before;
  return Object.entries(piece).reduce((file, [key, value]) => {
    if (key === 'includedFrom') return file;
    return key === 'file' ? String(value) : lastFile(value, file);
  }, before);
}

/** The comment before a declaration, or after it on its line; '' if there is none. */
function commentOf({ inner = [] }: Node): string {
  const text = (node: Node): string => node.text ?? (node.inner ?? []).map(text).join(' ');
  const comment = inner.filter(({ kind }) => kind === 'FullComment').map(text);
  const plain = comment.join(' ').replace(/\s+/g, ' ').trim();
  // Headings ("---- segment.c ----") belong to everything that follows.
  return plain.replace(/^-{4} .* -{4} ?/, '');
}

function variableOf(node: Node): Variable {
  return { name: node.name ?? '', type: node.type?.qualType ?? '', comment: commentOf(node) };
}

function childrenOf(node: Node, kind: string): readonly Node[] {
  return (node.inner ?? []).filter((child) => child.kind === kind);
}

function functionOf(node: Node): CFunction {
  const type = node.type?.qualType ?? '';
  return {
    name: node.name ?? '',
    result: type.slice(0, type.indexOf('(')).trim(),
    isNoReturn: type.includes('noreturn') || childrenOf(node, 'C11NoReturnAttr').length > 0,
    parameters: childrenOf(node, 'ParmVarDecl').map(variableOf),
    comment: commentOf(node),
  };
}

/** clang wraps the value of an unsigned constant in a conversion. */
function valueIn(node: Node): string | undefined {
  if (node.kind === 'ConstantExpr') return node.value;
  return (node.inner ?? []).map(valueIn).find((value) => value !== undefined);
}

function groupOf(node: Node): ConstantGroup {
  const constants = childrenOf(node, 'EnumConstantDecl').map((constant) => {
    const value = valueIn(constant);
    if (value === undefined) throw new Error(`${constant.name} has no value of its own; write it down`);
    return { name: constant.name ?? '', value: Number(value), comment: commentOf(constant) };
  });
  return { name: node.name ?? '', comment: commentOf(node), constants };
}

interface Define {
  readonly header: string;
  readonly name: string;
}

/** The name of the header that a file belongs to: core-state.h is a part of core.h. */
function headerOf(path: string): string {
  return basename(path, '.h').replace(/^core-.*/, 'core');
}

/** Numeric #defines of our headers. */
function numbersDefined(root: string, source: string, headers: readonly string[]): Define[] {
  const found: Define[] = [];
  const isNumber = new Set<string>();
  let header = '';
  for (const line of clang(root, source, ['-E', '-dD']).split('\n')) {
    const [, file] = /^# \d+ "(.*?)"/.exec(line) ?? [];
    if (file !== undefined) header = headerOf(file);
    const [, name, value] = /^#define (\w+) (.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || !headers.includes(header)) continue;
    const words = value.match(/\b[A-Za-z_]\w*/g) ?? [];
    const isArithmetic = /^[-+*/()\w\s<|]+$/.test(value) && words.every((word) => isNumber.has(word));
    if (!isArithmetic) continue;
    isNumber.add(name);
    found.push({ header, name });
  }
  return found;
}

/** Read headers, named without ".h"; other headers that they include are skipped. */
export function readHeaders(root: string, names: readonly string[]): Header[] {
  const includes = names.map((name) => `#include "${name}.h"\n`).join('');
  const defines = numbersDefined(root, includes, names);
  const probe = defines.map(({ name }) => `enum { ${DEFINE_PREFIX}${name} = ${name} };\n`).join('');
  const options = ['-fsyntax-only', '-fparse-all-comments', '-Xclang', '-ast-dump=json'];
  const unit: Node = JSON.parse(clang(root, includes + probe, options));

  const headers = new Map<string, Header>(
    names.map((name) => [name, { name, constants: [], structs: [], functions: [] }]),
  );
  const values = new Map<string, number>();
  let file = '';
  for (const node of unit.inner ?? []) {
    const header = headers.get(headerOf(lastFile(node.loc, file)));
    file = lastFile(node, file);
    if (header !== undefined) add(header, node);
    else if (node.kind === 'EnumDecl')
      for (const { name, value } of groupOf(node).constants) values.set(name.slice(DEFINE_PREFIX.length), value);
  }
  for (const header of headers.values()) {
    const constants = defines
      .filter((define) => define.header === header.name)
      .map(({ name }) => ({ name, value: values.get(name) ?? Number.NaN, comment: '' }));
    if (constants.length > 0) header.constants.unshift({ name: '', comment: '', constants });
  }
  return [...headers.values()];
}

function add(header: Header, node: Node): void {
  if (node.kind === 'EnumDecl') header.constants.push(groupOf(node));
  if (node.kind === 'FunctionDecl' && node.storageClass !== 'static') header.functions.push(functionOf(node));
  if (node.kind === 'RecordDecl' && node.completeDefinition === true && node.name !== undefined)
    header.structs.push({
      name: node.name,
      fields: childrenOf(node, 'FieldDecl').map(variableOf),
      comment: commentOf(node),
    });
}

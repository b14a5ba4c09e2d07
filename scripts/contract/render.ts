// SPDX-License-Identifier: BSD-2-Clause
/** Renders one header as a TypeScript file. */
import type { CFunction, ConstantGroup, Header, Struct, Variable } from './headers.ts';
import { camelCase, coreType, isForC, isPassed, type Mapped, NativeTypes, structName } from './types.ts';

const COLUMNS = 120;
const COMMENT_COLUMNS = 106;
const TYPES = ['Fd', 'Frames', 'Milliseconds', 'Offset', 'Pointer', 'U32'];

/** What TypeScript uses of a header: its constants only, exports of a WebAssembly module, or functions of a library. */
export type Kind = 'constants' | 'wasm' | 'native';

/** The file, unformatted. @param path of the header, for reference. */
export function renderHeader(header: Header, kind: Kind, path: string): string {
  const functions = { constants: () => [], wasm: renderCore, native: renderNative }[kind](header);
  const body = [...header.constants.map(renderConstants), ...functions].join('\n');
  const used = TYPES.filter((type) =>
    new RegExp(`\\b${type}\\b[^:]*?[;,)>|]`).test(body.replace(/\/\*\*.*?\*\//gs, '')),
  );
  const imports = used.length === 0 ? '' : `import type { ${used.join(', ')} } from '../contract-types.ts';\n\n`;
  return `// SPDX-License-Identifier: BSD-2-Clause\n// Generated from ${path} by \`npm run contract\`; do not edit.\n${imports}${body}`;
}

function renderConstants({ name, comment, constants }: ConstantGroup): string {
  const headline = `// enum ${name}: ${brief(comment)}`;
  const title = name === '' ? '' : `${comment === '' || headline.length > COLUMNS ? `// enum ${name}` : headline}\n`;
  const lines = constants.map(
    (constant) => `${doc(constant.comment)}export const ${constant.name} = ${constant.value};`,
  );
  return `${title}${lines.join('\n')}\n`;
}

function renderCore({ functions }: Header): string[] {
  const signatures = functions.map((function_) => {
    const { name, result, comment } = function_;
    const parameters = function_.parameters.map((parameter) =>
      declared(parameter, coreType(parameter.name, parameter.type, false)),
    );
    return `${doc(comment)}${name}(${parameters.join(', ')}): ${coreType(name, result, true)};`;
  });
  const counts = functions.map(({ name, parameters }) => `${name}: ${parameters.length},`);
  return [
    `/** The core's functions. */\nexport interface CoreExports {\n${signatures.join('\n')}\n}\n`,
    `/** How many parameters each takes: what tells a core of another contract from ours. */
export const coreParameterCounts: { readonly [name in keyof CoreExports]: Parameters<CoreExports[name]>['length'] } = {
${counts.join('\n')}\n};\n`,
  ];
}

function renderNative({ name, functions, structs }: Header): string[] {
  const types = new NativeTypes(structs);
  const callable = functions.filter((function_) => !isForC(function_));
  const signatures = callable.map((function_) => {
    const parameters = function_.parameters.map((parameter) =>
      declared(parameter, types.parameter(parameter, function_).typescript),
    );
    const result = types.result(function_).typescript;
    return `${doc(function_.comment)}${function_.name}(${parameters.join(', ')}): ${result};`;
  });
  const word = name.replaceAll('-', '_');
  const title = camelCase(`_${word}`);
  const passed = structs.filter((struct) => types.hasLayout(struct.name) && isPassed(struct, callable));
  return [
    ...renderStructs(camelCase(word), passed, types),
    `/** Functions of ${name}.h. */\nexport interface ${title}Functions {\n${signatures.join('\n')}\n}\n`,
    `/** The same for koffi. */
export const ${camelCase(word)}Prototypes: { readonly [name in keyof ${title}Functions]: string } = {
${callable.map((function_) => `${function_.name}: '${prototype(function_, types)}',`).join('\n')}\n};\n`,
  ];
}

function prototype(function_: CFunction, types: NativeTypes): string {
  const parameters = function_.parameters.map((parameter) =>
    cDeclaration(types.parameter(parameter, function_), parameter.name),
  );
  return `${cDeclaration(types.result(function_), function_.name)}(${parameters.join(', ')})`;
}

function cDeclaration({ koffi }: Mapped, name: string): string {
  return koffi.endsWith('*') ? `${koffi}${name}` : `${koffi} ${name}`;
}

function renderStructs(header: string, structs: readonly Struct[], types: NativeTypes): string[] {
  if (structs.length === 0) return [];
  const mapped = structs.map((struct) => ({
    struct,
    fields: struct.fields.map((field) => ({ field, type: types.field(field, struct.fields) })),
  }));
  const interfaces = mapped.map(({ struct, fields }) => {
    const lines = fields.map(({ field, type }) => `${doc(field.comment)}${field.name}: ${type.typescript};`);
    return `${doc(struct.comment)}export interface ${structName(struct.name)} {\n${lines.join('\n')}\n}\n`;
  });
  const layouts = mapped.map(({ struct, fields }) => {
    const lines = fields.map(({ field, type }) => `${field.name}: '${type.koffi}',`);
    return `${struct.name}: {\n${lines.join('\n')}\n},`;
  });
  return [
    ...interfaces,
    `/** Types of the fields, in their order, for koffi. */\nexport const ${header}Structs = {\n${layouts.join('\n')}\n} as const;\n`,
  ];
}

function declared({ name }: Variable, type: string): string {
  return `${camelCase(name)}: ${type}`;
}

/** As many complete sentences as fit on a line, at least one. */
function brief(comment: string): string {
  const [first = '', ...others] = comment.split(/(?<=\.)\s+(?=[A-Z])/);
  let text = first;
  for (const sentence of others) {
    if (text.length + 1 + sentence.length > COMMENT_COLUMNS) break;
    text += ` ${sentence}`;
  }
  return text;
}

/** A comment before a declaration, on a single line if it fits. */
function doc(comment: string): string {
  if (comment === '') return '';
  const text = brief(comment);
  if (text.length <= COMMENT_COLUMNS) return `/** ${text} */\n`;
  const lines = text.match(new RegExp(`.{1,${COMMENT_COLUMNS}}(?:\\s|$)`, 'g')) ?? [];
  return `/**\n${lines.map((line) => ` * ${line.trim()}`).join('\n')}\n */\n`;
}

// SPDX-License-Identifier: BSD-2-Clause
/** The bundler replaces this import by the file's bytes. */
declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}

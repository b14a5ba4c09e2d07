// SPDX-License-Identifier: BSD-2-Clause
/**
 * FNV-1a of the text's UTF-16 units, 32 bits in hexadecimal: enough to detect disk corruption, without loading a
 * library.
 */
export function checksumOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

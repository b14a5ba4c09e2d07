// SPDX-License-Identifier: BSD-2-Clause
/** Why a state could not be stored or read: a sentence for the user that says what, where and what to do. */
export class StateError extends Error {
  override name = 'StateError';
}

/** Explains the operating system's error to a user who wants to save. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full; make room, or set XDG_STATE_HOME to a folder on another disk';
    case 'EFBIG':
      return 'files of that size are not allowed here; raise the limit (ulimit -f), or set XDG_STATE_HOME to another disk';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return 'it is not writable; change its permissions, or set XDG_STATE_HOME to another folder';
    default:
      return `${message}; check the disk, or set XDG_STATE_HOME to a folder on another one`;
  }
}

// SPDX-License-Identifier: BSD-2-Clause
/**
 * Plugins of the samplv1 family start Qt when they are loaded, even without an editor, and Qt aborts if there is no
 * display.
 */
export function haveQtLiveWithoutDisplay(environment: NodeJS.ProcessEnv): void {
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = environment;
  if (DISPLAY === '' && WAYLAND_DISPLAY === '') environment.QT_QPA_PLATFORM ??= 'offscreen';
}

// SPDX-License-Identifier: BSD-2-Clause
/** Panels with a lane for each channel, below one another like the tracks of an audio editor. */
import type { Axis, GroupMark } from 'vega';
import { panel, WIDTH } from './svg.ts';

/** In the picture's own pixels: of a panel with a single lane, of the lanes of one with several, and between them. */
const SINGLE_HEIGHT = 160;
const LANES_HEIGHT = 240;
/** A name and two numbers can still be read. */
const LOWEST_HEIGHT = 28;
const GAP = 12;
/** An axis has one number for so many pixels. */
const LABEL_HEIGHT = 30;

/** What is to be drawn of one channel. */
export interface LaneOptions {
  /** From 0 on. */
  channel: number;
  /** In the picture's own pixels. */
  height: number;
  /** Of the scale of this name: says which channel it is, or what it counts where there is but one. */
  axis(scale: string): Axis;
  /** The lowest one, with the time axis. */
  isLast: boolean;
}

/** L and R, or 1, 2, 3 and so on; mono has no name. */
export function channelName(channel: number, channels: number): string {
  if (channels === 1) return '';
  return channels === 2 ? 'LR'.charAt(channel) : String(channel + 1);
}

function axisOf(scale: string, name: string, unit: string, height: number): Axis {
  const tickCount = Math.max(2, Math.round(height / LABEL_HEIGHT));
  const title: Partial<Axis> =
    name === '' ? { title: unit } : { title: name, titleAngle: 0, titleAlign: 'right', titleBaseline: 'middle' };
  return { orient: 'left', scale, grid: true, tickCount, ...title };
}

/** @param unit what the lanes' axes count. @param draw one lane; it is moved to its place. */
export function lanesPanel(
  title: string,
  channels: number,
  unit: string,
  draw: (lane: LaneOptions) => GroupMark,
): GroupMark {
  const height = channels === 1 ? SINGLE_HEIGHT : Math.max(LOWEST_HEIGHT, Math.round(LANES_HEIGHT / channels));
  const lanes = Array.from({ length: channels }, (_, channel): GroupMark => {
    const axis = (scale: string) => axisOf(scale, channelName(channel, channels), unit, height);
    const lane = draw({ channel, height, axis, isLast: channel === channels - 1 });
    const place = { y: { value: channel * (height + GAP) }, width: { value: WIDTH }, height: { value: height } };
    return { ...lane, encode: { update: place }, signals: [{ name: 'height', value: height }] };
  });
  return panel(channels * (height + GAP) - GAP, {
    type: 'group',
    title: { text: title, anchor: 'start' },
    marks: lanes,
  });
}

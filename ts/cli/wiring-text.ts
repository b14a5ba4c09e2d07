// SPDX-License-Identifier: BSD-2-Clause
/** What a plugin tells of its notes and of the ways through it, as lines for people. */
import type { NoteExpressionInfo, NoteName, Route, RouteEnd } from '../client/types.ts';

/** Notes, routes and the like that are shown of long lists. */
const SHOWN_MAX = 16;

function listed(items: readonly string[], between: string): string {
  const more = items.length - SHOWN_MAX;
  return more > 0 ? `${items.slice(0, SHOWN_MAX).join(between)} and ${more} more` : items.join(between);
}

/** Ports, channels and planes count from 1 here, as people do. */
function endText(end: RouteEnd, direction: 'input' | 'output'): string {
  if (end.type === 'audio') {
    const channels = end.channels.map((channel) => channel + 1);
    return channels.length === 0
      ? `audio ${direction} bus ${end.port + 1}`
      : `audio ${direction}${channels.length > 1 ? 's' : ''} ${channels.join(', ')}`;
  }
  const channel = end.channel === undefined ? '' : `, channel ${end.channel + 1}`;
  return `MIDI ${direction} ${end.port + 1}${channel}`;
}

const routeText = ({ from, to }: Route) => `${endText(from, 'input')} to ${endText(to, 'output')}`;

const nameText = ({ note, name }: NoteName) => `${note} ${name}`;

function expressionText({ name, minimumText, maximumText, unit }: NoteExpressionInfo): string {
  if (minimumText === '' || maximumText === '') return name;
  return `${name} (${minimumText} to ${maximumText}${unit === '' ? '' : ` ${unit}`})`;
}

/** Lines with their titles; none for what the plugin does not tell. */
export function wiringText(
  routes: readonly Route[],
  noteNames: readonly NoteName[],
  noteExpressions: readonly NoteExpressionInfo[],
): [string, string][] {
  const lines: [string, string][] = [
    ['routes', listed(routes.map(routeText), '; ')],
    ['note names', listed(noteNames.map(nameText), ', ')],
    ['note expressions', listed(noteExpressions.map(expressionText), ', ')],
  ];
  return lines.filter(([, text]) => text !== '');
}

/**
 * The events of one block: checked, then put into the host's rings.
 */
import { PROTOCOL_EVENT_MODULATION, PROTOCOL_MIDI_PORTS_MAX } from '../contract/protocol.ts';
import type { CoreExports } from '../core.ts';
import { integerIn, invalid } from './errors.ts';
import type { ParameterTable } from './parameters.ts';
import type { BlockEvent } from './types.ts';

export const NO_EVENTS: readonly BlockEvent[] = [];

const MIDI_BYTES_MAX = 3;
const STATUS_MIN = 0x80;
const STATUS_MAX = 0xff;

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkEvents(events: readonly BlockEvent[], frames: number): void {
  for (let i = 0; i < events.length; i++) checkEvent(events[i] as BlockEvent, frames);
}

function checkEvent(event: BlockEvent, frames: number): void {
  integerIn('the frame of an event', event.frame, 0, frames - 1);
  if (event.type === 'midi') {
    const { data, port = 0 } = event;
    integerIn('the port of a midi event', port, 0, PROTOCOL_MIDI_PORTS_MAX - 1);
    integerIn('the length of a midi event', data.length, 1, MIDI_BYTES_MAX);
    integerIn('the first byte of a midi event', data[0] as number, STATUS_MIN, STATUS_MAX);
    return;
  }
  const value = event.type === 'parameter' ? event.value : event.amount;
  if (!Number.isFinite(value)) invalid(`the ${event.type} event for parameter ${event.id} has the value ${value}`);
}

export function sendEvents(exports: CoreExports, parameters: ParameterTable, events: readonly BlockEvent[]): void {
  for (let i = 0; i < events.length; i++) {
    const event = events[i] as BlockEvent;
    if (event.type === 'parameter') parameters.sendOne(exports, event.id, event.value, event.frame);
    else if (event.type === 'modulation')
      exports.daw_push_parameter(event.id, event.amount, event.frame, PROTOCOL_EVENT_MODULATION);
    else {
      const { port = 0, frame, data } = event;
      exports.daw_push_midi(port, frame, data[0] as number, data[1] ?? 0, data[2] ?? 0);
    }
  }
}

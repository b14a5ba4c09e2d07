// SPDX-License-Identifier: BSD-2-Clause
// Generated from wasm/include/protocol.h by `npm run contract`; do not edit.
export const PROTOCOL_MAGIC = 1296125772;
export const PROTOCOL_SEGMENT_BYTES = 4194304;
export const PROTOCOL_CHANNELS_MAX = 32;
export const PROTOCOL_FRAMES_MAX = 4096;
export const PROTOCOL_PLANE_BYTES = 16384;
export const PROTOCOL_AUDIO = 512;
export const PROTOCOL_RING_SLOTS = 4096;
export const PROTOCOL_SCRATCH_BYTES = 65536;
export const PROTOCOL_MIDI_PORTS_MAX = 16;
export const PROTOCOL_TRANSPORT_BYTES = 256;
export const PROTOCOL_REPLY_MS_MAX = 95;
export const PROTOCOL_REQUEST_MS_MAX = 4500;
export const PROTOCOL_PUT_OFF_MS_MAX = 60;
export const PROTOCOL_PUT_OFF_MS_MAX_ANY_REPLY = 2000;
export const PROTOCOL_PIPE_LEFT_US = 120000;
export const PROTOCOL_KEPT_US_MAX = 1000000;
export const PROTOCOL_SPIN_US = 1500;
export const PROTOCOL_READER_US = 500;
export const PROTOCOL_READER_US_MAX = 20000;
export const PROTOCOL_TAKEN_REPLY_US = 200000;
export const PROTOCOL_TAKEN_REPLY_BLOCKS = 20;
export const PROTOCOL_UNDECIDED_MS_MAX = 5;
export const PROTOCOL_REPLIES_MAX = 32;
export const PROTOCOL_MIDI_LONG = 1;
export const PROTOCOL_LONG_MIDI_BYTES = 393216;
export const PROTOCOL_LONG_MIDI_OFFERED = 1398362968;
export const PROTOCOL_LONG_MIDI_TAKEN = 1;
export const PROTOCOL_LONG_MIDI_DATA = 64;
export const PROTOCOL_MIDI_NOTE = 2;
export const PROTOCOL_NOTES_OFFERED_AT = 8;
export const PROTOCOL_NOTES_TAKEN_AT = 12;
export const PROTOCOL_MIDI_DONT_RECORD = 4;
export const PROTOCOL_EVENT_DONT_RECORD = 256;
export const PROTOCOL_TRANSPORT_PLAYING = 1;
export const PROTOCOL_SCRATCH_PORTS = 1024;
export const PROTOCOL_SCRATCH_FILE_REFERENCES = 2048;
export const PROTOCOL_FILE_REFERENCES_BYTES = 63488;
export const PROTOCOL_PORTS_MAGIC = 1347375700;
export const PROTOCOL_FILE_MAGIC = 1179208773;
export const PROTOCOL_UPDATE_MAGIC = 1431323713;
export const PROTOCOL_CLIENT_AREA = 4157440;
export const PROTOCOL_REPORTS_WRITTEN = 4157440;
export const PROTOCOL_PLUGIN_IS_AWAY = 4157444;
export const PROTOCOL_REPORTS = 4161536;
export const PROTOCOL_REPORT_SLOTS = 8;
export const PROTOCOL_REPORT_BYTES = 4096;
export const PROTOCOL_CLIENT_AREA_END = 4194304;

export const PROTOCOL_HEADER_MAGIC = 0;
export const PROTOCOL_HEADER_VERSION = 4;
export const PROTOCOL_HEADER_FLAGS = 8;
export const PROTOCOL_HEADER_READY = 12;
export const PROTOCOL_HEADER_HEARTBEAT = 16;
export const PROTOCOL_HEADER_ERROR_CODE = 20;
export const PROTOCOL_HEADER_SHUTDOWN_REQUEST = 24;
export const PROTOCOL_HEADER_BLOCK_SIZE = 36;
export const PROTOCOL_HEADER_NUM_INPUT_CHANNELS = 40;
export const PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS = 44;

// enum protocol_direction: Plane directions: the "bus" of the wire.
export const PROTOCOL_DAW_TO_HOST = 0;
export const PROTOCOL_HOST_TO_DAW = 1;

// enum protocol_request: Request numbers (u32 request_type) and their answers (u32 request_status).
export const PROTOCOL_REQUEST_NONE = 0;
export const PROTOCOL_REQUEST_SAVE_STATE = 1;
export const PROTOCOL_REQUEST_RESTORE_STATE = 2;
export const PROTOCOL_REQUEST_GUI_SHOW = 3;
export const PROTOCOL_REQUEST_GUI_HIDE = 4;
export const PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY = 5;
/** CLAP, up to version 6 */
export const PROTOCOL_REQUEST_FILE_REFERENCES = 6;
/** CLAP, up to version 6 */
export const PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE = 7;
/** CLAP, from version 7 on */
export const PROTOCOL_REQUEST_COLLECT_RESOURCES = 6;
/** CLAP, from version 7 on */
export const PROTOCOL_REQUEST_RESOURCE_FILES = 7;
/** LV2 */
export const PROTOCOL_REQUEST_CONTROL_PORTS = 8;
/** CLAP */
export const PROTOCOL_REQUEST_PARAMETERS = 9;
/** LV2 note names */
export const PROTOCOL_REQUEST_MIDNAM = 10;
/** CLAP */
export const PROTOCOL_REQUEST_NOTE_NAMES = 11;
/** CLAP */
export const PROTOCOL_REQUEST_AUDIO_PORTS = 12;
/** macOS, from version 7 on */
export const PROTOCOL_REQUEST_AU_PARAMETERS = 13;

// enum protocol_client_request
/** unknown to every host; only the refusal matters */
export const PROTOCOL_REQUEST_UNKNOWN = 1296125696;
/** the plugin and its parameters, as JSON */
export const PROTOCOL_REQUEST_DESCRIBE = 1296125697;
/** offline: whether the plugin is ready for the next block, as JSON */
export const PROTOCOL_REQUEST_SETTLE = 1296125698;
/** value texts, presets, editor: query and answer as JSON */
export const PROTOCOL_REQUEST_ASK = 1296125699;
/** a property: its position as u32, then its value as UTF-8 */
export const PROTOCOL_REQUEST_SET_PROPERTY = 1296125700;

// enum protocol_status
export const PROTOCOL_STATUS_PENDING = 0;
export const PROTOCOL_STATUS_OK = 1;
export const PROTOCOL_STATUS_ERROR = 2;

export const PROTOCOL_GUI_FLOATING = 1;
export const PROTOCOL_GUI_PARENT_X11 = 1;

// enum protocol_error: error_code: never used by the original hosts.
export const PROTOCOL_ERROR_NONE = 0;
export const PROTOCOL_ERROR_LOAD_FAILED = 1;
export const PROTOCOL_ERROR_PROCESS_FAILED = 2;

// enum protocol_event_kind: event_kind of a ParameterEvent.
export const PROTOCOL_EVENT_VALUE = 0;
export const PROTOCOL_EVENT_MODULATION = 1;
export const PROTOCOL_EVENT_GESTURE_BEGIN = 2;
export const PROTOCOL_EVENT_GESTURE_END = 3;

// enum protocol_note_kind
export const PROTOCOL_NOTE_ON = 1;
export const PROTOCOL_NOTE_OFF = 2;
/** silence the note at once */
export const PROTOCOL_NOTE_CHOKE = 3;
/** from the plugin: the note has ended, its id may be reused */
export const PROTOCOL_NOTE_END = 4;
/** of a sounding note */
export const PROTOCOL_NOTE_EXPRESSION = 5;

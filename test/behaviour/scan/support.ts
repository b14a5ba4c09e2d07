import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { ClapPlugin } from '../../../ts/scan/plugins.ts';
import type { Diagnostic } from '../../../ts/scan/report.ts';
import { processesWith, until } from '../../support/host-process.ts';
import { built, builtFolder, inProcess } from '../../support/in-process.ts';
import { currentHost } from '../../support/paths.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the scanner and the formats' libraries lie. */
export const lib = join(dirname(currentHost), 'lib');

/** Path of a plugin of test/fixtures/scan. */
export function fixture(name: string): string {
  return join(root, 'build/fixtures/scan', `${name}.clap`);
}

export interface CliEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Listed {
  id?: string;
  uri?: string;
  name: string;
  path?: string;
  [key: string]: unknown;
}

export interface ParsedReport {
  errors: Diagnostic[];
  warnings: Diagnostic[];
  data: Listed[];
}

/** What a scan of one CLAP file gives. */
export interface ClapFile {
  error: string | null;
  format: string;
  path: string;
  plugins: Required<ClapPlugin>[];
}

/** What a scan of a format remembers of the plugins that are installed in the system, by format: the text of the cache's file. */
const remembered = new Map<string, string>();

/** A private home: plugins, cache, blocklist. What is installed in the system is seen, too. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
  readonly plugins = join(this.folder, 'plugins');
  readonly cache = join(this.folder, 'cache/maolan-plugin-host');
  readonly log = join(this.folder, 'log');
  readonly environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: this.folder,
    XDG_CACHE_HOME: join(this.folder, 'cache'),
    CLAP_PATH: this.plugins,
    VST3_PATH: this.plugins,
    LV2_PATH: this.plugins,
    MAOLAN_FIXTURE_LOG: this.log,
    // The tests of a hang wait for this; the others never get near it.
    MAOLAN_SCAN_TIMEOUT_MS: '60000',
  };

  /** Formats. */
  readonly #scanned = new Set<string>();

  constructor() {
    mkdirSync(this.plugins);
  }

  /** Copy a fixture; returns its path. */
  install(name: string, as = `${name}.clap`): string {
    const path = join(this.plugins, as);
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(fixture(name), path);
    return path;
  }

  writePlugin(path: string, text: string): string {
    const full = join(this.plugins, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  block(...entries: { path: string; error: string }[]): void {
    const folder = join(this.folder, '.config/maolan');
    mkdirSync(folder, { recursive: true });
    const dated = entries.map((entry) => ({ ...entry, timestamp: '2026-01-31T12:00:00Z' }));
    writeFileSync(join(folder, 'plugin-blocklist.json'), JSON.stringify({ entries: dated }));
  }

  /** Lines that the fixtures wrote: "<process> <what>". */
  logLines(): string[] {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').split('\n').slice(0, -1) : [];
  }

  /** How often a fixture was opened. */
  opened(): number {
    return this.logLines().filter((line) => line.endsWith(' opened')).length;
  }

  /** The plugins of the system, a second's work, are opened by the first scan of a test file and known to all others. */
  async knowSystem(format: string): Promise<void> {
    this.#scanned.add(format);
    if (existsSync(join(this.folder, 'cache')) && !existsSync(this.cache)) return;
    const name = `scan-${format}.json`;
    let text = remembered.get(format);
    if (text === undefined) {
      const other = new Sandbox();
      await other.#call(['--format', format]);
      text = readFileSync(join(other.cache, name), 'utf8');
      remembered.set(format, text);
      other.remove();
    }
    mkdirSync(this.cache, { recursive: true });
    writeFileSync(join(this.cache, name), text);
  }

  /**
   * `maolan-plugin-host --scan` with these words, until it ends: in the test's process, which has Node already. stop: called with a process
   * of its own.
   */
  async run(words: string[], stop?: (pid: number) => Promise<void>): Promise<CliEnd> {
    const format = ['clap', 'vst3'].find((one) => words.join(' ') === `--format ${one}`);
    if (format !== undefined && !this.#scanned.has(format)) await this.knowSystem(format);
    return stop === undefined ? this.#call(words) : this.#spawn(words, stop);
  }

  async #call(words: string[]): Promise<CliEnd> {
    const { scanMain } = built<typeof import('../../../ts/scan/main.ts')>('scan.cjs');
    const withoutPaths = { CLAP_PATH: undefined, VST3_PATH: undefined, LV2_PATH: undefined };
    const environment = { ...withoutPaths, ...this.environment };
    const end = await inProcess(() => scanMain(words, builtFolder), { environment });
    return { ...end, signal: null };
  }

  async #spawn(words: string[], stop: (pid: number) => Promise<void>): Promise<CliEnd> {
    const child = spawn(currentHost, ['--scan', ...words], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end: CliEnd = { code: null, signal: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      end.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      end.stderr += text;
    });
    const closed = new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        Object.assign(end, { code, signal });
        resolve();
      });
    });
    if (child.pid !== undefined) await stop(child.pid);
    await closed;
    return end;
  }

  /** A scan that must succeed. Of a list, only the plugins of this sandbox: others may take their time on a busy machine. */
  async scan(t: ExecutionContext, format: string, ...words: string[]): Promise<ParsedReport> {
    const report = await this.scanSystem(t, format, ...words);
    if (!Array.isArray(report.data)) return report;
    const errors = report.errors.filter(({ plugin_uri: uri }) => !uri?.startsWith('/usr/'));
    return {
      ...report,
      errors,
      data: report.data.filter((one) => decodeURI(JSON.stringify(one)).includes(this.folder)),
    };
  }

  /** A scan that must succeed, with everything that it finds. */
  async scanSystem(t: ExecutionContext, format: string, ...words: string[]): Promise<ParsedReport> {
    const end = await this.run(['--format', format, ...words]);
    t.is(end.code, 0, end.stderr);
    t.is(end.stderr, '');
    return JSON.parse(end.stdout) as ParsedReport;
  }

  cacheFiles(): string[] {
    return existsSync(this.cache) ? readdirSync(this.cache) : [];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Afterwards no process of a scan may be left. */
export function scanTest(title: string, body: (t: ExecutionContext, sandbox: Sandbox) => Promise<void>): void {
  test.serial(title, async (t) => {
    const sandbox = new Sandbox();
    try {
      await body(t, sandbox);
      t.true(await until(() => processesWith(sandbox.folder).length === 0, 2000), 'a process is left');
    } finally {
      sandbox.remove();
    }
  });
}

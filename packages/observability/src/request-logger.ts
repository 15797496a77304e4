import type { Logger } from './logger.ts'

type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

/**
 * A logger for one request that costs nothing until it is used.
 *
 * A pino child serializes its bindings when created, and most requests write only the service's one line for them, so the
 * child is created on the first call.
 */
export class RequestLogger {
  readonly #parent: Logger
  readonly #bindings: object
  #child: Logger | undefined

  constructor(parent: Logger, bindings: object) {
    this.#parent = parent
    this.#bindings = bindings
  }

  get level(): string {
    return this.#parent.level
  }

  trace(...line: Parameters<Logger['trace']>): void {
    this.#write('trace', line)
  }

  debug(...line: Parameters<Logger['debug']>): void {
    this.#write('debug', line)
  }

  info(...line: Parameters<Logger['info']>): void {
    this.#write('info', line)
  }

  warn(...line: Parameters<Logger['warn']>): void {
    this.#write('warn', line)
  }

  error(...line: Parameters<Logger['error']>): void {
    this.#write('error', line)
  }

  fatal(...line: Parameters<Logger['fatal']>): void {
    this.#write('fatal', line)
  }

  silent(): void {}

  child(bindings: object): Logger {
    return this.#materialised().child(bindings)
  }

  #write(level: LogLevel, line: Parameters<Logger['info']>): void {
    if (this.#parent.isLevelEnabled(level)) this.#materialised()[level](...line)
  }

  #materialised(): Logger {
    this.#child ??= this.#parent.child(this.#bindings)
    return this.#child
  }
}

import { type Report, type TargetDescription, TOO_BUSY } from '@meridian/operator-tools'
import { EXIT } from '@meridian/operator-tools/command'
import type { Finding } from './finding.ts'

/** What a step works with. */
interface DemoContext {
  readonly target: TargetDescription
  /** Runs a command of package.json as a person would type it, and reads the JSON that it prints. */
  run(script: string, args: readonly string[]): Promise<CommandResult>
  say(line: string): void
}

export interface CommandResult {
  readonly exitCode: number
  readonly json: unknown
}

/** One point of the demonstration. */
export interface DemoStep {
  readonly id: string
  readonly title: string
  /** What the audience is about to see. */
  readonly shows: string
  /** Why it matters: what the speaker says. */
  readonly why: string
  /** The speaker's time, talking included. */
  readonly minutes: number
  act(context: DemoContext): Promise<readonly Finding[]>
}

/** The report that a tool printed, with its own data. */
export const reportOf = <Data>({ json }: CommandResult): Report & { readonly data: Data } =>
  json as Report & { readonly data: Data }

/** A finding with the command's verdict; inconclusive on a busy machine counts as ok. */
export function found({ exitCode }: CommandResult, headline: string): Finding {
  if (exitCode === 0) return { isOk: true, headline }
  if (exitCode === EXIT.inconclusive) return { isOk: true, headline: `${headline} (${TOO_BUSY})` }
  return { isOk: false, headline: `${headline} (exit code ${exitCode})` }
}

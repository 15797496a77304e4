import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { DrillOptions, DrillResult } from '@meridian/drills'
import type { TargetDescription } from '@meridian/operator-tools'

/** What calls AWS for a change of writer: the SDK, or the stock AWS CLI. */
export type CallerKind = 'sdk' | 'aws'

export interface DrillApart
  extends Pick<DrillOptions, 'seed' | 'rateFactor' | 'warmUpMs' | 'resultsFolder' | 'capacity'> {
  readonly target: TargetDescription
  readonly drillName: string
  readonly caller: CallerKind
}

export interface DrillTold extends DrillResult {
  /** Start times of the command lines that call AWS, in milliseconds since 1970; empty for the SDK. */
  readonly calledAtMs: readonly number[]
}

/** The drill's current phase, or its result. */
export type DrillMessage = DrillTold | { readonly phase: string }

const PROGRAM = fileURLToPath(new URL('./drill-process.ts', import.meta.url))

/**
 * Runs a drill in its own process and session, so that visitors do not share processor time with the system: in one thread
 * their requests would delay its load balancers, and in one session both would get one program's share of a busy machine.
 */
export async function runDrillApart(
  drill: DrillApart,
  onPhase: (name: string) => void = () => {},
): Promise<DrillTold> {
  const child = fork(PROGRAM, { detached: true, serialization: 'advanced', execArgv: [] })
  const { promise: told, resolve, reject } = Promise.withResolvers<DrillTold>()
  child.on('message', (message: DrillMessage) =>
    'phase' in message ? onPhase(message.phase) : resolve(message),
  )
  child.once('error', reject)
  child.once('exit', () => reject(new Error('The process of the drill ended without a report')))
  child.send(drill)
  try {
    return await told
  } finally {
    child.kill('SIGKILL')
  }
}

import type { TargetDescription } from '../target/target.ts'
import type { MachineLoad } from './machine-load.ts'
import { type MachineEvidence, watchMachine } from './watch-machine.ts'

const TIMEOUT_MS = 5_000

/** The world's own view of the machine; AWS has none, so there only the caller's machine counts. */
export function worldMachine({
  failures,
  token,
}: Pick<TargetDescription, 'failures' | 'token'>): (() => Promise<MachineLoad>) | undefined {
  if (failures === undefined) return undefined
  return async () => {
    const answer = await fetch(`${failures}/machine`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return (await answer.json()) as MachineLoad
  }
}

/** Measures, and records how busy the machine was meanwhile. */
export async function withMachineWatched<Measured>(
  target: Pick<TargetDescription, 'failures' | 'token'>,
  measure: () => Promise<Measured>,
): Promise<{ readonly measured: Measured; readonly machine: MachineEvidence }> {
  await using watch = watchMachine(worldMachine(target))
  watch.enter('during')
  const measured = await measure()
  return { measured, machine: await watch.end() }
}

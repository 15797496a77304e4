import { setTimeout as wait } from 'node:timers/promises'
import { RoleChangeFailedError } from '../../errors.ts'
import type { InstancePlan } from '../../plan/types.ts'
import { type Administrator, openSession } from '../administration.ts'
import { askForPromotion, isWritable } from '../promotion.ts'
import type { RunningDatabase } from '../running-database.ts'
import { type Limits, until } from './until.ts'

const RETRY_MS = 50

export interface PromotionOptions {
  /** An open session on the target, which saves the time to open one. */
  readonly session?: Administrator
  /** Called just before promotion: from then on it may have diverged. */
  readonly onAsked?: () => void
}

/**
 * Makes a standby the writer and resolves when it accepts writes. If the target dies meanwhile, it is asked again once it is
 * back, unless its region is lost.
 */
export async function promote(
  database: RunningDatabase,
  target: InstancePlan,
  options: PromotionOptions = {},
): Promise<void> {
  const { signal } = database.ended
  const { promotionLimit: withinMs } = database.delays
  const { patientClock: clock } = database.dependencies.world
  const deadlineMs = clock.now() + withinMs
  const ask = (client: Administrator) => tryToPromote(client, { clock, withinMs, signal }, options.onAsked)
  if (options.session && (await ask(options.session))) return
  for (;;) {
    try {
      await using opened = await openSession(database.administrator(target.id), clock.stretched(withinMs))
      if (await ask(opened.client)) return
    } catch (error) {
      signal.throwIfAborted()
      const isLost = database.dependencies.reachability.isLost(target.region)
      if (isLost || clock.now() > deadlineMs)
        throw new RoleChangeFailedError(
          `${target.id} could not be promoted${isLost ? `: ${target.region} is lost` : ` within ${withinMs} ms`}.`,
          error,
        )
    }
    await wait(RETRY_MS)
  }
}

/** False when the connection broke: the server may be down, or back in either role. */
async function tryToPromote(
  client: Administrator,
  limits: Limits,
  onAsked: () => void = () => {},
): Promise<boolean> {
  try {
    if (!(await isWritable(client))) {
      onAsked()
      await askForPromotion(client)
    }
    const look = async () => ((await isWritable(client)) ? true : undefined)
    return await until('the promoted server to accept writes', look, limits)
  } catch (error) {
    if (error instanceof RoleChangeFailedError || limits.signal.aborted) throw error
    return false
  }
}

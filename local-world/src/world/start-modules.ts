import type { AnyWorldModule, RunningModule, World } from '../kernel/module.ts'
import { ModuleFailedError } from './errors.ts'
import { planModules } from './plan-modules.ts'

/** Started modules by name, in the order of the table. */
export interface RunningModules extends AsyncDisposable {
  get(name: string): RunningModule | undefined
  all(): readonly RunningModule[]
  /** Each with its module, in the order of the table. */
  started(): readonly { readonly module: AnyWorldModule; readonly running: RunningModule }[]
}

export interface StartOptions {
  /** Cancels the start; what was started is stopped. */
  readonly signal?: AbortSignal
  /** Called as soon as a module is up, while others still start. */
  readonly onRunning?: (module: AnyWorldModule, world: World) => void
}

/**
 * Plans every module before starting any, so that all of the program's problems are reported at once; then starts each as
 * soon as the modules it needs are up. If one fails, or on abort, those already started are stopped.
 */
export async function startModules(
  modules: readonly AnyWorldModule[],
  createWorld: (lookUp: (name: string) => RunningModule | undefined) => World,
  { signal, onRunning }: StartOptions = {},
): Promise<RunningModules> {
  const running = new Map<string, RunningModule>()
  const world = createWorld((name) => running.get(name))
  const { plans } = planModules(modules, world.graph)
  const starting = new Map<string, Promise<void>>()
  for (const module of modules) starting.set(module.name, startOne(module))
  const outcomes = await Promise.allSettled(starting.values())
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure) {
    await stopAll()
    throw failure.reason
  }
  return {
    get: (name) => running.get(name),
    all: () => [...running.values()],
    started: () =>
      modules.flatMap((module) => {
        const found = running.get(module.name)
        return found ? [{ module, running: found }] : []
      }),
    [Symbol.asyncDispose]: stopAll,
  }

  async function startOne(module: AnyWorldModule): Promise<void> {
    await Promise.all(module.needs.map((name) => neededBy(module, name)))
    signal?.throwIfAborted()
    try {
      running.set(module.name, await module.start(plans.get(module.name), world))
      onRunning?.(module, world)
    } catch (error) {
      throw error instanceof ModuleFailedError ? error : new ModuleFailedError(module.name, error)
    }
  }

  function neededBy(module: AnyWorldModule, name: string): Promise<void> {
    const needed = starting.get(name)
    if (!needed)
      throw new Error(`${module.name} needs ${name}, which must stand before it in the table of modules`)
    return needed
  }

  /** In reverse order of the table: a module stops before those it needs. */
  async function stopAll(): Promise<void> {
    for (const module of modules.toReversed()) {
      const stopping = running.get(module.name)
      running.delete(module.name)
      await stopping?.[Symbol.asyncDispose]()
    }
  }
}

// Runs CloudFront Functions: the program's JavaScript in its own context, without network, files or timers.
// `import` lines of the runtime's built-in modules become constants, because a script (not a module) can have a time limit.
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash, createHmac } from 'node:crypto'
import { parse, stringify } from 'node:querystring'
import { type Context, createContext, Script } from 'node:vm'
import type { EdgeFunction } from '../model/distribution.ts'
import type { OriginSelection } from '../model/function-event.ts'

/** AWS limits CPU time to about a millisecond; this is wall-clock time, and only stops endless loops. */
const TIME_LIMIT_MS = 1_000
/** A time limit costs a thread per call, two thirds of an edge's throughput: after this many runs a function is trusted. */
const GUARDED_RUNS = 100
const IMPORT =
  /^[ \t]*import\s+([\w$]+|\{[^}]*\})\s+from\s+['"](cloudfront|crypto|querystring)['"];?[ \t]*$/gm

interface FunctionOutcome {
  readonly value: unknown
  /** The origins chosen by `cf.selectRequestOriginById` or `cf.createRequestOriginGroup`. */
  readonly selection: OriginSelection | undefined
}

export interface FunctionRuntime {
  /** Rejects with what the function threw. */
  run(event: object): Promise<FunctionOutcome>
}

interface Invocation {
  selection: OriginSelection | undefined
}

/** Compiles a function; throws if its code is invalid. */
export function createFunctionRuntime({ name, code }: EdgeFunction): FunctionRuntime {
  const invocation = new AsyncLocalStorage<Invocation>()
  const modules = {
    cloudfront: cloudFrontModule(invocation),
    crypto: cryptoModule(),
    querystring: { parse, stringify },
  }
  const context: Context = createContext(
    { __modules: modules, __event: undefined, console: { log() {} } },
    { name },
  )
  const source = code.replace(IMPORT, (_, imported, module) => `const ${imported} = __modules.${module};`)
  new Script(source, { filename: `${name}.js` }).runInContext(context, { timeout: TIME_LIMIT_MS })
  let runs = 0
  const call = new Script('handler(__event)', { filename: `${name}.js` })
  return {
    run(event) {
      const state: Invocation = { selection: undefined }
      return invocation.run(state, async () => {
        context.__event = event
        const isGuarded = runs++ < GUARDED_RUNS
        const value: unknown = await call.runInContext(context, isGuarded ? { timeout: TIME_LIMIT_MS } : {})
        return { value, selection: state.selection }
      })
    },
  }
}

interface GroupRequest {
  readonly originIds?: readonly { readonly originId?: string }[]
  readonly failoverCriteria?: { readonly statusCodes?: readonly number[] }
}

/** The origin selection part of runtime 2.0's `cf` module. */
function cloudFrontModule(invocation: AsyncLocalStorage<Invocation>) {
  const select = (selection: OriginSelection) => {
    const state = invocation.getStore()
    if (!state) throw new Error('cf can only be used while a request is handled')
    state.selection = selection
  }
  return {
    selectRequestOriginById: (originId: string) => select({ kind: 'origin', originId }),
    createRequestOriginGroup({ originIds = [], failoverCriteria }: GroupRequest) {
      const [primaryId, secondaryId, ...others] = originIds.map(({ originId }) => originId)
      if (primaryId === undefined || secondaryId === undefined || others.length > 0)
        throw new Error(`createRequestOriginGroup takes exactly 2 originIds, found ${originIds.length}`)
      const statusCodes = failoverCriteria?.statusCodes ?? []
      if (statusCodes.length === 0)
        throw new Error('createRequestOriginGroup needs failoverCriteria.statusCodes')
      select({ kind: 'group', primaryId, secondaryId, statusCodes: [...statusCodes] })
    },
    updateRequestOrigin() {
      throw new Error(
        'updateRequestOrigin is not implemented in the local world; use selectRequestOriginById',
      )
    },
  }
}

const cryptoModule = () => ({
  createHash: (algorithm: string) => createHash(algorithm),
  createHmac: (algorithm: string, key: string) => createHmac(algorithm, key),
})

import { createContext, runInContext } from 'node:vm'

/** A request as passed to a CloudFront function. */
export interface SampleRequest {
  readonly method: string
  readonly uri: string
}

/** What a function did with a request: the origins it chose, and whether it returned a response or a request. */
export interface EdgeFunctionRun {
  readonly originIds: readonly string[]
  readonly passesOn: boolean
}

const IMPORT = /^\s*import\s+(\w+)\s+from\s+['"]cloudfront['"];?\s*$/m
const LONGEST_MS = 100

/**
 * Runs the code of a CloudFront function over one request, with the helpers of runtime 2.0 and nothing else.
 *
 * @throws {Error} What the code throws; CloudFront would answer the visitor with 503.
 */
export function runEdgeFunction(code: string, { method, uri }: SampleRequest): EdgeFunctionRun {
  const originIds: string[] = []
  const helpers = {
    createRequestOriginGroup: (group: { originIds: readonly { originId: string }[] }) => {
      originIds.push(...group.originIds.map(({ originId }) => originId))
    },
    selectRequestOriginById: (id: string) => void originIds.push(id),
    updateRequestOrigin: () => {},
  }
  const name = IMPORT.exec(code)?.[1]
  const context = createContext(name === undefined ? {} : { [name]: helpers }, {
    codeGeneration: { strings: false, wasm: false },
  })
  const event = {
    version: '1.0',
    context: {},
    viewer: { ip: '192.0.2.1' },
    request: { method, uri, headers: {}, cookies: {}, querystring: {} },
  }
  const answer: unknown = runInContext(
    `${code.replace(IMPORT, '')}\nhandler(${JSON.stringify(event)})`,
    context,
    { timeout: LONGEST_MS },
  )
  return { originIds, passesOn: typeof answer === 'object' && answer !== null }
}

import type { Behavior, Distribution } from '../model/distribution.ts'
import type { ResponseHeaders } from '../model/edge-cache.ts'
import {
  changedRequest,
  type EventFacts,
  type FunctionResponse,
  functionEvent,
  isFunctionRequest,
  isFunctionResponse,
  type OriginSelection,
  responseHeadersOf,
  toFunctionRequest,
  toFunctionResponse,
} from '../model/function-event.ts'
import { chooseOrigins, type OriginChoice } from '../model/origin-failover.ts'
import type { ViewerRequest } from '../model/origin-request.ts'
import type { EdgeSite } from './edge-site.ts'
import type { FunctionRuntime } from './function-runtime.ts'

/** One request of one viewer, as functions see it. */
export interface Viewer {
  readonly requestId: string
  readonly viewerAddress: string
}

/** A function threw, returned an invalid value or chose an unknown origin: viewers get 503. */
export class FunctionError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'FunctionError'
  }
}

export type ViewerRequestOutcome =
  | { readonly kind: 'request'; readonly request: ViewerRequest; readonly choice: OriginChoice }
  | { readonly kind: 'response'; readonly response: FunctionResponse }

/** Runs a behaviour's viewer-request function, if it has one, and returns the origins for the request. */
export async function runViewerRequest(
  site: EdgeSite,
  behavior: Behavior,
  request: ViewerRequest,
  who: Viewer,
): Promise<ViewerRequestOutcome> {
  const target = chooseOrigins(site.distribution, behavior.targetId)
  if (!target) throw new FunctionError(`No origin "${behavior.targetId}"`)
  const runtime = runtimeOf(site, behavior, 'viewer-request')
  if (!runtime) return { kind: 'request', request, choice: target }
  const event = functionEvent('viewer-request', facts(site, who), toFunctionRequest(request))
  const { value, selection } = await run(runtime, event)
  if (isFunctionResponse(value)) return { kind: 'response', response: value }
  if (!isFunctionRequest(value))
    throw new FunctionError('The function returned neither a request nor a response')
  const choice = selection ? selectedOrigins(site.distribution, selection) : target
  return { kind: 'request', request: changedRequest(request, value), choice }
}

/** Lets a viewer-response function change status and headers; the body stays. */
export async function runViewerResponse(
  site: EdgeSite,
  behavior: Behavior,
  request: ViewerRequest,
  who: Viewer,
  answer: { status: number; headers: ResponseHeaders },
): Promise<{ status: number; headers: ResponseHeaders }> {
  const runtime = runtimeOf(site, behavior, 'viewer-response')
  if (!runtime || answer.status >= 400) return answer
  const response = toFunctionResponse(answer.status, answer.headers)
  const event = functionEvent('viewer-response', facts(site, who), toFunctionRequest(request), response)
  const { value } = await run(runtime, event)
  if (!isFunctionResponse(value)) throw new FunctionError('The function did not return a response')
  const cookies = answer.headers['set-cookie']
  return {
    status: value.statusCode,
    headers: { ...(cookies && { 'set-cookie': cookies }), ...responseHeadersOf(value) },
  }
}

function runtimeOf(site: EdgeSite, behavior: Behavior, event: 'viewer-request' | 'viewer-response') {
  const arn = behavior.functions[event]
  return arn === undefined ? undefined : site.functions.get(arn)
}

async function run(runtime: FunctionRuntime, event: object) {
  try {
    return await runtime.run(event)
  } catch (error) {
    throw new FunctionError(`The function failed: ${String(error)}`, error)
  }
}

function facts({ distribution }: EdgeSite, who: Viewer): EventFacts {
  return { distributionDomainName: distribution.domainName, distributionId: distribution.id, ...who }
}

function selectedOrigins(distribution: Distribution, selection: OriginSelection): OriginChoice {
  const origin = (id: string) => {
    const found = distribution.origins.get(id)
    if (!found)
      throw new FunctionError(`The function chose the origin "${id}", which the distribution does not have`)
    return found
  }
  if (selection.kind === 'origin')
    return { primary: origin(selection.originId), secondary: undefined, statusCodes: new Set() }
  return {
    primary: origin(selection.primaryId),
    secondary: origin(selection.secondaryId),
    statusCodes: new Set(selection.statusCodes),
  }
}

import { createServer } from 'node:http'
import { listen } from './connect-proxy.ts'

export interface JsonCall {
  /** From the signature's scope. */
  readonly region: string
  /** As AWS names it: `StopTask`. */
  readonly operation: string
  // biome-ignore lint/suspicious/noExplicitAny: every operation has its own shape.
  readonly input: any
}

/** The response to a call, or the code of an AWS error; `{ xml }` answers a call of the Query protocol. */
export type JsonAnswer = object | string

/**
 * A control plane for AWS services with a JSON protocol, and for the Query protocol's successful calls; any unconfigured
 * operation gets an AWS error.
 */
export async function startJsonServices(
  operations: Readonly<Record<string, (call: JsonCall) => JsonAnswer>>,
): Promise<{ endpoint: string; calls: JsonCall[] }> {
  const calls: JsonCall[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const [, region = ''] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? []
    const form = request.headers['x-amz-target'] === undefined ? new URLSearchParams(body) : undefined
    const operation = form?.get('Action') ?? String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    const input = form ? Object.fromEntries(form) : body === '' ? {} : JSON.parse(body)
    const call = { region, operation, input }
    calls.push(call)
    const said = operations[operation]?.(call) ?? 'NotImplementedException'
    if (typeof said === 'object' && 'xml' in said)
      return response.writeHead(200, { 'content-type': 'text/xml' }).end(said.xml)
    const isError = typeof said === 'string'
    response
      .writeHead(isError ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(isError ? { __type: said, message: 'said the test' } : said))
  })
  return { endpoint: await listen(server), calls }
}

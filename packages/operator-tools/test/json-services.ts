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

/** The response to a call, or the code of an AWS error. */
export type JsonAnswer = object | string

/** A control plane for AWS services with a JSON protocol; any unconfigured operation gets an AWS error. */
export async function startJsonServices(
  operations: Readonly<Record<string, (call: JsonCall) => JsonAnswer>>,
): Promise<{ endpoint: string; calls: JsonCall[] }> {
  const calls: JsonCall[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const [, region = ''] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? []
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    const call = { region, operation, input: body === '' ? {} : JSON.parse(body) }
    calls.push(call)
    const said = operations[operation]?.(call) ?? 'NotImplementedException'
    const isError = typeof said === 'string'
    response
      .writeHead(isError ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(isError ? { __type: said, message: 'said the test' } : said))
  })
  return { endpoint: await listen(server), calls }
}

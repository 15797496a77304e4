import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A call received over HTTP. */
export interface EcrCall {
  readonly region: string
  /** `DescribeImages`, from the x-amz-target header. */
  readonly action: string
  readonly input: Readonly<Record<string, unknown>>
}

/** An ECR endpoint for every region; a string is the name of an AWS error. */
export async function startEcrServer(answer: (call: EcrCall) => object | string): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const [, region = ''] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? []
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    const said = answer({ region, action, input: JSON.parse(Buffer.concat(chunks).toString('utf8')) })
    const isError = typeof said === 'string'
    response
      .writeHead(isError ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(isError ? { __type: said, message: 'said the test' } : said))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

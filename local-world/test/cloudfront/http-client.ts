import { type IncomingHttpHeaders, request } from 'node:http'
import { request as requestTls } from 'node:https'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Ask {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** PEM certificate authority; makes the request use TLS. */
  readonly ca?: string
  readonly servername?: string
}

export function ask(
  port: number,
  { method = 'GET', path = '/', headers = {}, body, ca, servername }: Ask = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent: false as const }
    const outgoing = ca ? requestTls({ ...options, ca, servername }) : request(options)
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

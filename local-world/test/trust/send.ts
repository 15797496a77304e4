import { request } from 'node:http'

export interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** Sends a request exactly as given, including Host, which `fetch` does not allow. */
export function send(
  port: number,
  { method = 'POST', path = '/', headers = {}, body = '' }: Sent = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      const told = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
      answer.on('end', told)
      // A stream never ends; it is enough that it began.
      if (answer.headers['content-type'] === 'text/event-stream') {
        told()
        sent.destroy()
      }
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

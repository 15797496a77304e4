import { createServer } from 'node:http'
import { listen } from './connect-proxy.ts'

/** Secrets Manager as the tools use it: answers every GetSecretValue with one value. */
export function startSecrets(value: string): Promise<string> {
  return listen(
    createServer((request, response) => {
      request.resume()
      response
        .setHeader('content-type', 'application/x-amz-json-1.1')
        .end(JSON.stringify({ Name: 'meridian/origin-key', SecretString: value }))
    }),
  )
}

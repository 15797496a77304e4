import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet, { type HelmetOptions } from 'helmet'

type Policy = Readonly<Record<string, readonly string[]>>

/** The headers that helmet sets, with only these content security policy directives; computed once, since they never change. */
export function securityHeaders(
  policy: Policy,
  options: HelmetOptions = {},
): Readonly<Record<string, string>> {
  const directives = Object.fromEntries(Object.entries(policy).map(([name, values]) => [name, [...values]]))
  const setHeaders = helmet({ ...options, contentSecurityPolicy: { useDefaults: false, directives } })
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  setHeaders(request, response, (error) => {
    if (error !== undefined) throw error
  })
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  )
}

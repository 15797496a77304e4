import type { RedirectAction } from './load-balancer-plan.ts'

export interface RedirectedRequest {
  readonly protocol: 'http' | 'https'
  readonly host: string
  readonly port: number
  readonly path: string
  readonly query: string
}

/** The Location of a redirect action, with its `#{…}` expanded. It always has a port, even the protocol's default. */
export function redirectLocation(action: RedirectAction, request: RedirectedRequest): string {
  const values: Readonly<Record<string, string>> = {
    protocol: request.protocol,
    host: request.host.replace(/:\d+$/, ''),
    port: String(request.port),
    path: request.path.replace(/^\//, ''),
    query: request.query,
  }
  const fill = (part: string) =>
    part.replaceAll(/#\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  const protocol = fill(action.protocol).toLowerCase()
  const query = fill(action.query)
  return `${protocol}://${fill(action.host)}:${fill(action.port)}${fill(action.path)}${query === '' ? '' : `?${query}`}`
}

import type { RequestListener, Server } from 'node:http'
import { CITIES, type CityId, inCity } from '@meridian/topology'
import type { Certificate } from '../../../kernel/certificates.ts'
import { closerOf } from '../../../kernel/closable-server.ts'
import { listenOnLoopback } from '../../../kernel/loopback.ts'
import { createHttpServer, type ListenerRequest } from '../../../kernel/trust/http-listener.ts'
import type { NetworkInterface, RunningNetwork } from '../../network/running.ts'
import type { Scheme } from '../model/distribution.ts'
import type { RunningEdge } from '../running.ts'
import type { EdgeSite } from './edge-site.ts'
import { ViewerExchange } from './viewer-exchange.ts'

/** Limits for idle connections, and for how long a viewer may take to send a request. CloudFront documents neither. */
const KEEP_ALIVE_MS = 60_000
export const EDGE_LIMITS = {
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: 30_000,
  /** Headers and body; submitting a lead needs a thousandth of it. */
  requestTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
}

export interface StartedEdge extends RunningEdge, AsyncDisposable {
  readonly site: EdgeSite
}

/** Attaches an edge to its city. Called before its site exists, which needs the interface to reach origins. */
export function attachEdge(network: Pick<RunningNetwork, 'attachOutside'>, city: CityId): NetworkInterface {
  return network.attachOutside({ description: `CloudFront edge ${CITIES[city].label}`, place: inCity(city) })
}

type EdgeListening = Pick<ListenerRequest, 'trust' | 'serves'> & { readonly limits?: typeof EDGE_LIMITS }

/** Opens one edge: a loopback port for visitors, and ports 80 and 443 inside the world. */
export async function startEdge(
  site: EdgeSite,
  networkInterface: NetworkInterface,
  certificate: Certificate,
  { trust, serves, limits = EDGE_LIMITS }: EdgeListening,
): Promise<StartedEdge> {
  const closers: (() => Promise<void>)[] = []
  const listen = async (scheme: Scheme, tls?: ListenerRequest['tls']) => {
    const request: ListenerRequest = {
      kind: 'edge',
      trust,
      options: limits,
      ...(serves && { serves }),
      ...(tls && { tls }),
    }
    const server: Server = createHttpServer(request, listenerFor(site, scheme))
    closers.push(closerOf(server))
    return await listenOnLoopback(server)
  }
  const port = await listen('https')
  networkInterface.serve(80, await listen('http'))
  const { certificatePem: cert, privateKeyPem: key } = certificate
  networkInterface.serve(443, await listen('https', { cert, key }))
  return {
    site,
    distributionId: site.distribution.id,
    domainName: site.distribution.domainName,
    city: site.city,
    port,
    address: networkInterface.address,
    async [Symbol.asyncDispose]() {
      networkInterface.close()
      await Promise.all(closers.map((close) => close()))
      await site.close()
    },
  }
}

function listenerFor(site: EdgeSite, scheme: Scheme): RequestListener {
  return (incoming, response) => void new ViewerExchange(site, incoming, response, scheme).run()
}

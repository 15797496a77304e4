import type { CityId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'

/** One point of presence of one distribution. */
export interface RunningEdge {
  readonly distributionId: string
  readonly domainName: string
  readonly city: CityId
  /** Plain HTTP on 127.0.0.1; counts as HTTPS for the viewer protocol policy. */
  readonly port: number
  /** Its address inside the world, which serves ports 80 and 443. */
  readonly address: string
}

/** One viewer request, reported when it ended. */
export interface EdgeExchange {
  /** X-Amz-Cf-Id of the response and of the origin request. */
  readonly requestId: string
  readonly domainName: string
  readonly city: CityId
  readonly method: string
  /** Without the query: it may hold what a person typed. */
  readonly path: string
  readonly viewerAddress: string
  readonly status: number
  /** Epoch milliseconds. */
  readonly startMs: number
  readonly endMs: number
}

/** CloudFront's data plane as other modules see it. */
export interface RunningCloudFront extends RunningModule {
  readonly edges: readonly RunningEdge[]
  /** Calls back at the end of every viewer request. */
  onExchange(listener: (exchange: EdgeExchange) => void): () => void
  /** Removes paths from every edge of a distribution; a trailing `*` is a wildcard. Returns the number of objects removed. */
  invalidate(distributionId: string, paths: readonly string[]): number
}

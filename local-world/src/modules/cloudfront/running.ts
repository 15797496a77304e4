import type { CityId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'

/** One point of presence of one distribution. */
export interface RunningEdge {
  readonly distributionId: string
  readonly domainName: string
  readonly city: CityId
  /** Plain HTTP on 127.0.0.1; counts as HTTPS for the viewer protocol policy. */
  readonly port: number
  /** Its address inside the world, where 80 and 443 are served. */
  readonly address: string
}

/** CloudFront's data plane as other modules see it. */
export interface RunningCloudFront extends RunningModule {
  readonly edges: readonly RunningEdge[]
  /** Removes paths from every edge of a distribution; a trailing `*` stands for anything. Returns the objects removed. */
  invalidate(distributionId: string, paths: readonly string[]): number
}

import type { RequestContext } from '@meridian/iam'
import type { ResourceNode } from '@meridian/resource-graph'

/** Who calls KMS: a service by itself, a role of the program, or the person or pipeline that makes the resource, through a service. */
type KeyUser =
  | { readonly service: string }
  | { readonly roleArn: string }
  | { readonly deployerThrough: string }

/** One use of a key that follows from the program: who does what with it, and what the request says. */
export interface KeyUse {
  readonly node: ResourceNode
  /** The property that names the key or causes its use. */
  readonly property: string
  /** An ARN, an id, or an alias. */
  readonly key: string
  readonly by: KeyUser
  readonly actions: readonly string[]
  readonly context: RequestContext
  /** Completes "… so that", for people. */
  readonly purpose: string
  /** Where AWS says which actions it takes. */
  readonly source: string
}

/** A service's own name in a region, as `kms:ViaService` has it. */
export function serviceIn(name: string, region: string | undefined): string {
  return `${name}.${region ?? 'us-east-1'}.amazonaws.com`
}

/** What a service does for a caller carries its name. */
export function through(service: string): RequestContext {
  return { 'kms:ViaService': service }
}

/** What a service does on its own behalf for one resource of the account. */
export function onBehalfOf(sourceArn: string, account: string): RequestContext {
  return { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': account }
}

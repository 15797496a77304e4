import type { RequestContext } from '@meridian/iam'
import type { ResourceNode } from '@meridian/resource-graph'

/** Who calls KMS: a service by itself, a role of the program, or the person or pipeline that makes the resource, through a service. */
type KeyUser =
  | { readonly service: string }
  | { readonly roleArn: string }
  | { readonly deployerThrough: string }

/** One use of a key implied by the program: who does what with it, and the request's context. */
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
  /** Where AWS documents the required actions. */
  readonly source: string
}

/** A service's name in a region, in the form of `kms:ViaService`. */
export function serviceIn(name: string, region: string | undefined): string {
  return `${name}.${region ?? 'us-east-1'}.amazonaws.com`
}

/** The context of a call that a service makes for a caller. */
export function through(service: string): RequestContext {
  return { 'kms:ViaService': service }
}

/** The context of a call on a service's own behalf for one resource of the account. */
export function onBehalfOf(sourceArn: string, account: string): RequestContext {
  return { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': account }
}

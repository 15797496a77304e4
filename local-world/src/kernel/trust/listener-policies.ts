// What each kind of HTTP listener serves, to which clients, and what it requires.

interface ListenerPolicy {
  /** `loopback`: this machine's names with the listener's own port. `any address`: also the program's names, and addresses. */
  readonly hosts: 'loopback' | 'any address' | 'proxied'
  /** Which web pages may send requests. The console, which serves its own pages, guards itself: `console/src/access`. */
  readonly pages: 'none' | 'all'
  /** What is required; everything but the token is checked by the listener's own code. */
  readonly asksFor: 'signature' | 'token' | 'secret path' | 'nothing'
}

/** Every kind of HTTP listener that a world opens. */
export const LISTENER_POLICIES = {
  /** The AWS API. From inside the world, its AWS names resolve to it as well. */
  control: { hosts: 'loopback', pages: 'none', asksFor: 'signature' },
  failures: { hosts: 'loopback', pages: 'none', asksFor: 'token' },
  /** For ECS tasks; credentials are under a path that only the task knows. */
  metadata: { hosts: 'loopback', pages: 'none', asksFor: 'secret path' },
  /** The site is public, here as on AWS. */
  edge: { hosts: 'any address', pages: 'all', asksFor: 'nothing' },
  loadBalancer: { hosts: 'any address', pages: 'all', asksFor: 'nothing' },
  /** A page cannot send what a proxy accepts: an absolute address, or CONNECT. */
  visitorProxy: { hosts: 'proxied', pages: 'all', asksFor: 'nothing' },
} as const satisfies Record<string, ListenerPolicy>

export type ListenerKind = keyof typeof LISTENER_POLICIES

export interface OpenListener {
  readonly kind: ListenerKind
  readonly port: number
  readonly isTls: boolean
}

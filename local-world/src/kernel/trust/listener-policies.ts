// What each kind of HTTP listener serves, to whom, and what it asks for.

interface ListenerPolicy {
  /** `loopback`: this machine's names with the listener's own port. `any address`: the program's names as well, and addresses. */
  readonly hosts: 'loopback' | 'any address' | 'proxied'
  /** Which web pages may send requests. The console, which serves pages of its own, guards itself: `console/src/access`. */
  readonly pages: 'none' | 'all'
  /** What is asked for; all but the token is for the listener's own code to check. */
  readonly asksFor: 'signature' | 'token' | 'secret path' | 'nothing'
}

/** Every kind of HTTP listener that a world opens. */
export const LISTENER_POLICIES = {
  /** The AWS API. Its names at AWS lead here as well, from inside the world. */
  control: { hosts: 'loopback', pages: 'none', asksFor: 'signature' },
  failures: { hosts: 'loopback', pages: 'none', asksFor: 'token' },
  /** Of ECS tasks; credentials lie under a path that only the task knows. */
  metadata: { hosts: 'loopback', pages: 'none', asksFor: 'secret path' },
  /** The site is public, here as on AWS. */
  edge: { hosts: 'any address', pages: 'all', asksFor: 'nothing' },
  loadBalancer: { hosts: 'any address', pages: 'all', asksFor: 'nothing' },
  /** No page can send what a proxy takes: an absolute address, or CONNECT. */
  visitorProxy: { hosts: 'proxied', pages: 'all', asksFor: 'nothing' },
} as const satisfies Record<string, ListenerPolicy>

export type ListenerKind = keyof typeof LISTENER_POLICIES

export interface OpenListener {
  readonly kind: ListenerKind
  readonly port: number
  readonly isTls: boolean
}

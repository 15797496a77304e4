/** Lower case, without the trailing dot: how names are compared. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase()
  return lower.endsWith('.') ? lower.slice(0, -1) : lower
}

/** As the Route 53 API writes it: with the trailing dot, `*` as its octal escape. */
export function apiName(name: string): string {
  return `${name.replace(/^\*/, '\\052')}.`
}

/** Reads a name from an API request. */
export function fromApiName(name: string): string {
  return canonicalName(name.replace(/^\\052/, '*'))
}

export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`)
}

/** `a.b.c` → `b.c`; undefined for a single label. */
export function parentName(name: string): string | undefined {
  const dot = name.indexOf('.')
  return dot === -1 ? undefined : name.slice(dot + 1)
}

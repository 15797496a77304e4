/** Lower case, without the trailing dot: how names are compared. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase()
  return lower.endsWith('.') ? lower.slice(0, -1) : lower
}

/** As the Route 53 API writes it: with a trailing dot, all but letters, digits, `-` and `_` as octal escapes (`*` is `\\052`). */
export function apiName(name: string): string {
  const escaped = name.replace(/[^a-z0-9._\\-]/g, (character) => `\\${octal(character)}`)
  return `${escaped}.`
}

const octal = (character: string): string => character.charCodeAt(0).toString(8).padStart(3, '0')

/** Reads a name from an API request or a program. A dot within a label stays escaped: unescaped it would separate labels. */
export function fromApiName(name: string): string {
  const read = name.replace(/\\([0-3][0-7]{2})/g, (written: string, digits: string) =>
    digits === '056' ? written : String.fromCharCode(Number.parseInt(digits, 8)),
  )
  return canonicalName(read)
}

export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`)
}

/** `a.b.c` → `b.c`; undefined for a single label. */
export function parentName(name: string): string | undefined {
  const dot = name.indexOf('.')
  return dot === -1 ? undefined : name.slice(dot + 1)
}

/** A behaviour's path pattern: `*` is any run of characters, `?` exactly one; case counts, the leading slash does not. */
export interface PathPattern {
  readonly text: string
  matches(path: string): boolean
}

export function createPathPattern(text: string): PathPattern {
  const withSlash = text.startsWith('/') || text.startsWith('*') ? text : `/${text}`
  const source = withSlash
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const expression = new RegExp(`^${source}$`, 's')
  return { text, matches: (path) => expression.test(path) }
}

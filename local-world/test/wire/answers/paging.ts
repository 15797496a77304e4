import type { OutputShapes, Paging } from './output-shapes.ts'
import type { Call } from './scene.ts'

type Members = Readonly<Record<string, unknown>>

/** RDS's minimum is 20; every other service's is 1. */
const SMALL_PAGES = [1, 20]

/** Operations with a limit that lose items, or whose tokens do not work, given the input of their last call. */
export async function brokenPages(
  { pages }: OutputShapes,
  limited: ReadonlySet<string>,
  inputs: ReadonlyMap<string, object>,
  call: Call,
): Promise<readonly string[]> {
  const broken: string[] = []
  for (const [operation, paging] of Object.entries(pages)) {
    const input = inputs.get(operation)
    if (input && limited.has(operation)) broken.push(...(await look(operation, paging, input, call)))
  }
  return broken
}

async function look(
  operation: string,
  paging: Paging,
  input: object,
  call: Call,
): Promise<readonly string[]> {
  const plain = without(input, [paging.limit, ...paging.token])
  const all = items(await call(operation, plain))
  for (const size of SMALL_PAGES.filter((size) => size < all.length)) {
    const page = await call(operation, { ...plain, [paging.limit]: size }).catch(() => undefined)
    if (!page) continue
    const tokens = tokensOf(page, paging)
    if (items(page).length > size) return [`${operation} answers more than ${paging.limit}`]
    if (tokens === undefined) return [`${operation} cuts its list and gives no ${paging.next.join(', ')}`]
    const rest = items(await call(operation, { ...plain, ...tokens }))
    const found = [...items(page), ...rest].map((item) => JSON.stringify(item))
    const missing = all.filter((item) => !found.includes(JSON.stringify(item)))
    return missing.length === 0 ? [] : [`${operation} loses ${missing.length} of ${all.length} items`]
  }
  return all.length > 1 ? [] : [`${operation} has ${all.length} items in its scene: give it some more`]
}

function without(input: object, names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)))
}

/** All list items of an answer; CloudFront's are one level deeper. */
function items(answer: object): readonly unknown[] {
  return Object.entries(answer).flatMap(([name, value]) => {
    if (name === '$metadata') return []
    if (Array.isArray(value)) return value as unknown[]
    return typeof value === 'object' && value !== null && !(value instanceof Date) ? items(value) : []
  })
}

/** The members of the next request; undefined on the last page. `DistributionList.NextMarker` is a path. */
function tokensOf(answer: Members, { next, token }: Paging): Members | undefined {
  const found = next.map((path) => valueAt(answer, path))
  if (found[0] === undefined) return undefined
  return Object.fromEntries(token.map((name, at) => [name, found[at]]))
}

/** A path in botocore's syntax: `A.B`, or alternatives `A || B`. */
function valueAt(answer: Members, path: string): unknown {
  for (const alternative of path.split('||')) {
    const value = alternative
      .trim()
      .split('.')
      .reduce<unknown>((held, name) => (held as Members | undefined)?.[name], answer)
    if (value !== undefined) return value
  }
  return undefined
}

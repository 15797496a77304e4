import { type ResourceLine, shortType } from '../../../shared/resources.ts'

interface TreeProps {
  readonly lines: readonly ResourceLine[]
  readonly wanted: string
  readonly chosen: string | undefined
}

const MOST_FOUND = 100

/** The shareable URL of a resource within the console. */
export const hrefOf = (urn: string): string => `#/resources/${encodeURIComponent(urn)}`

/** Components expand to what they created; a search lists its results. */
export function Tree({ lines, wanted, chosen }: TreeProps) {
  const known = new Set(lines.map(({ urn }) => urn))
  const children = Map.groupBy(lines, ({ parent }) =>
    parent !== undefined && known.has(parent) ? parent : '',
  )
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  const item = ({ urn, name, type }: ResourceLine) => (
    <>
      <a class="mono" href={hrefOf(urn)} aria-current={urn === chosen ? 'true' : undefined}>
        {name}
      </a>{' '}
      <small>{shortType(type)}</small>
    </>
  )
  if (words.length > 0) {
    const found = lines.filter((line) => words.every((word) => textOf(line).includes(word)))
    return (
      <>
        <p class="empty">
          {found.length} found{found.length > MOST_FOUND && `, the first ${MOST_FOUND} shown`}.
        </p>
        <ul class="tree">
          {found.slice(0, MOST_FOUND).map((line) => (
            <li key={line.urn}>{item(line)}</li>
          ))}
        </ul>
      </>
    )
  }
  return <ul class="tree">{(children.get('') ?? []).map(branch)}</ul>

  function branch(line: ResourceLine) {
    const inside = children.get(line.urn) ?? []
    if (inside.length === 0) return <li key={line.urn}>{item(line)}</li>
    return (
      <li key={line.urn}>
        <details open={line.type === 'pulumi:pulumi:Stack'}>
          <summary>
            {line.name} <small>{`${shortType(line.type)}, ${inside.length} inside`}</small>
          </summary>
          <p class="own">{item(line)}</p>
          <ul class="tree">{inside.map(branch)}</ul>
        </details>
      </li>
    )
  }
}

/** A URN contains the types of all its parents. */
const textOf = ({ urn, name, type, region }: ResourceLine): string =>
  `${urn} ${name} ${type} ${region ?? ''}`.toLowerCase()

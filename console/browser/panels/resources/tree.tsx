import type { ResourceLine } from '../../../shared/resources.ts'

interface TreeProps {
  readonly lines: readonly ResourceLine[]
  readonly wanted: string
  readonly chosen: string | undefined
  readonly onChoose: (urn: string) => void
}

const MOST_FOUND = 100

/** Components open to what they made; a search shows what it finds as a list. */
export function Tree({ lines, wanted, chosen, onChoose }: TreeProps) {
  const known = new Set(lines.map(({ urn }) => urn))
  const children = Map.groupBy(lines, ({ parent }) =>
    parent !== undefined && known.has(parent) ? parent : '',
  )
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  const button = (line: ResourceLine) => (
    <button
      type="button"
      class="link"
      aria-current={line.urn === chosen ? 'true' : undefined}
      onClick={() => onChoose(line.urn)}
    >
      {line.name}
    </button>
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
            <li key={line.urn}>
              {button(line)} <small>{shortType(line.type)}</small>
            </li>
          ))}
        </ul>
      </>
    )
  }
  return <ul class="tree">{(children.get('') ?? []).map(branch)}</ul>

  function branch(line: ResourceLine) {
    const inside = children.get(line.urn) ?? []
    const label = (
      <>
        {button(line)} <small>{shortType(line.type)}</small>
      </>
    )
    if (inside.length === 0) return <li key={line.urn}>{label}</li>
    return (
      <li key={line.urn}>
        <details open={line.type === 'pulumi:pulumi:Stack'}>
          <summary>
            {line.name} <small>{`${shortType(line.type)}, ${inside.length} inside`}</small>
          </summary>
          <p class="own">{label}</p>
          <ul class="tree">{inside.map(branch)}</ul>
        </details>
      </li>
    )
  }
}

const textOf = ({ name, type, region }: ResourceLine): string =>
  `${name} ${type} ${region ?? ''}`.toLowerCase()

/** `aws:rds/cluster:Cluster` is `rds Cluster`. */
const shortType = (type: string): string => {
  const [, module = '', name = type] = type.split(':')
  return `${module.split('/')[0]} ${name}`
}

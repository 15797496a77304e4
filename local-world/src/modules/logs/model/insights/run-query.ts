import { fieldIn, parseFields } from '../json-fields.ts'
import { eventIdOf, type LogEvent } from '../log-event.ts'
import type { LogGroup } from '../log-group.ts'
import { insightsTime } from './functions.ts'
import type { Column, Command, Order } from './parse-query.ts'
import type { Row } from './query-result.ts'
import type { Fields, Value } from './value.ts'

const MOST_ROWS = 10_000

export interface ScannedEvent {
  readonly group: LogGroup
  readonly event: LogEvent
}

export interface QueryAnswer {
  readonly rows: readonly Row[]
  readonly recordsMatched: number
}

/** Intermediate result of the commands: how to find a field, and which columns to show. */
interface Line {
  readonly fields: Fields
  readonly columns: readonly string[]
}

const FIRST_COLUMNS = ['@timestamp', '@message']

/** Runs commands over events, oldest first; without `sort` the newest come first, as on AWS. `limit` is StartQuery's. */
export function runQuery(
  commands: readonly Command[],
  events: readonly ScannedEvent[],
  limit = MOST_ROWS,
): QueryAnswer {
  const hasFields = commands.some(({ kind }) => kind === 'fields' || kind === 'display')
  const columns = hasFields ? [] : FIRST_COLUMNS
  let lines: readonly Line[] = events.toReversed().map((scanned) => ({ fields: fieldsOf(scanned), columns }))
  let recordsMatched = lines.length
  for (const command of commands) {
    lines = apply(command, lines)
    if (command.kind === 'filter') recordsMatched = lines.length
  }
  const isGrouped = commands.some(({ kind }) => kind === 'stats')
  const rows = lines.slice(0, Math.min(limit, MOST_ROWS)).map((line) => rowOf(line, isGrouped))
  return { rows, recordsMatched }
}

function apply(command: Command, lines: readonly Line[]): readonly Line[] {
  switch (command.kind) {
    case 'fields':
      return lines.map((line) => withColumns(line, command.columns, line.columns))
    case 'display':
      return lines.map((line) => withColumns(line, command.columns, []))
    case 'filter':
      return lines.filter(({ fields }) => command.holds(fields) === true)
    case 'sort':
      return lines.toSorted(byOrders(command.orders))
    case 'limit':
      return lines.slice(0, command.count)
    case 'stats':
      return group(command, lines)
  }
}

function withColumns({ fields }: Line, columns: readonly Column[], before: readonly string[]): Line {
  const made = new Map(columns.map(({ name, value }) => [name, value(fields)]))
  return {
    fields: (name) => (made.has(name) ? made.get(name) : fields(name)),
    columns: [...new Set([...before, ...made.keys()])],
  }
}

function byOrders(orders: readonly Order[]) {
  return (one: Line, other: Line): number => {
    for (const { isDescending, value } of orders) {
      const difference = compareValues(value(one.fields), value(other.fields))
      if (difference !== 0) return isDescending ? -difference : difference
    }
    return 0
  }
}

function compareValues(one: Value, other: Value): number {
  const [left, right] = [Number(one), Number(other)]
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right
  const [first, second] = [String(one ?? ''), String(other ?? '')]
  return first < second ? -1 : first > second ? 1 : 0
}

function group(
  { aggregates, by }: Extract<Command, { kind: 'stats' }>,
  lines: readonly Line[],
): readonly Line[] {
  const rows = lines.map(({ fields }) => fields)
  const groups = Map.groupBy(rows, (fields) => JSON.stringify(by.map(({ value }) => value(fields) ?? null)))
  const columns = [...by.map(({ name }) => name), ...aggregates.map(({ name }) => name)]
  return [...groups.values()].map((members) => {
    const [first] = members
    const values = new Map<string, Value>([
      ...by.map(({ name, value }) => [name, first && value(first)] as const),
      ...aggregates.map((aggregate) => [aggregate.name, aggregate.of(members)] as const),
    ])
    return { fields: (name) => values.get(name), columns }
  })
}

function rowOf({ columns, fields }: Line, isGrouped: boolean): Row {
  const shown = isGrouped ? columns : [...columns, '@ptr']
  return new Map(
    shown.flatMap((name) => {
      const value = fields(name)
      return value === undefined ? [] : [[name, String(value)] as const]
    }),
  )
}

/** An event's own fields, and those of its JSON. */
function fieldsOf({ group: { plan }, event }: ScannedEvent): Fields {
  let parsed: object | undefined
  return (name) => {
    switch (name) {
      case '@timestamp':
      case '@ingestionTime':
        return insightsTime(event.timestampMs)
      case '@message':
        return event.message
      case '@logStream':
        return event.stream
      case '@log':
        return `${plan.arn.split(':')[4]}:${plan.name}`
      case '@ptr':
        return Buffer.from(eventIdOf(event)).toString('base64')
    }
    parsed ??= parseFields(event.message) ?? {}
    const value = Object.hasOwn(parsed, name)
      ? (parsed as Record<string, unknown>)[name]
      : fieldIn(parsed, name)
    if (value === null || value === undefined) return undefined
    if (typeof value === 'object') return JSON.stringify(value)
    return value as Value
  }
}

// `npm run aws -- logs tail …` for version 1 of the CLI, which has no such command: the same calls and output as version 2.
import { parseArgs } from 'node:util'
import {
  CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import type { WorldFile } from '../world/describe-world.ts'

const POLL_MS = 5_000
const MS_PER_SECOND = 1_000
const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

export interface TailDependencies {
  readonly world: Pick<WorldFile, 'credentials' | 'endpoint' | 'region'>
  readonly print: (line: string) => void
  readonly now: () => number
  /** Resolves to whether to go on. */
  readonly wait: (milliseconds: number) => Promise<boolean>
}

/** Prints a group's events from `--since` on (default 10m); `--follow` polls every five seconds. Throws SyntaxError on misuse. */
export async function tailLogs(args: readonly string[], dependencies: TailDependencies): Promise<number> {
  const { now, print, wait, world } = dependencies
  const { group, options } = parse(args)
  const client = new CloudWatchLogsClient({
    endpoint: world.endpoint,
    region: options.region ?? world.region,
    credentials: world.credentials,
  })
  const seen = new Set<string>()
  let startTime = sinceMs(options.since, now())
  try {
    for (;;) {
      const asked = {
        logGroupName: group,
        startTime,
        filterPattern: options['filter-pattern'],
        logStreamNamePrefix: options['log-stream-name-prefix'],
        logStreamNames: options['log-stream-names'],
      }
      for await (const { events = [] } of paginateFilterLogEvents({ client }, asked))
        for (const event of events) {
          if (seen.has(event.eventId ?? '')) continue
          print(lineOf(event, options.format))
          // The newest time is queried again, because more events may arrive with the same time.
          if ((event.timestamp ?? 0) > startTime) seen.clear()
          startTime = Math.max(startTime, event.timestamp ?? 0)
          seen.add(event.eventId ?? '')
        }
      if (!options.follow || !(await wait(POLL_MS))) return 0
    }
  } finally {
    client.destroy()
  }
}

function parse(args: readonly string[]) {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      follow: { type: 'boolean', default: false },
      since: { type: 'string', default: '10m' },
      format: { type: 'string', default: 'detailed' },
      region: { type: 'string' },
      'filter-pattern': { type: 'string' },
      'log-stream-name-prefix': { type: 'string' },
      'log-stream-names': { type: 'string', multiple: true },
    },
  })
  const [group, ...others] = positionals
  if (group === undefined || others.length > 0)
    throw new SyntaxError(
      `logs tail takes the name of one log group, such as /ecs/meridian-api; there are ${positionals.length}`,
    )
  return { group, options: values }
}

/** `10m`, or a time that Date can parse. */
function sinceMs(since: string, nowMs: number): number {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(since) ?? []
  const startMs =
    count === undefined ? Date.parse(since) : nowMs - Number(count) * (UNITS_MS[unit ?? ''] ?? 0)
  if (Number.isNaN(startMs))
    throw new SyntaxError(
      `--since is "${since}"; it takes a period such as 10m or a time such as 2026-12-01T09:00:00Z`,
    )
  return startMs
}

function lineOf({ logStreamName, message, timestamp = 0 }: FilteredLogEvent, format: string): string {
  const seconds = new Date(Math.floor(timestamp / MS_PER_SECOND) * MS_PER_SECOND).toISOString().slice(0, 19)
  if (format === 'short') return `${seconds} ${message}`
  return `${new Date(timestamp).toISOString().slice(0, -1)}000+00:00 ${logStreamName} ${message}`
}

import type { TargetDescription } from '@meridian/operator-tools'
import type { FailureView, LinkView, WorldView } from '../../shared/views.ts'
import type { Source } from '../watch/source.ts'

/** What only a local world can say: its links, its machine, and what is broken on purpose. */
export const worldSource: Source<WorldView> = {
  key: 'world',
  everyMs: 3_000,
  lacks: withoutWorld,
  async read({ description }) {
    const state = (await askWorld(description, '/state')) as WorldState
    return {
      links: state.links.map(({ from, to, rttMs, isCut }) => ({
        from: place(from),
        to: place(to),
        rttMs,
        isCut,
      })),
      machine: { isTooBusy: state.machine.isTooBusy, slowdown: state.machine.slowdown },
      failures: state.failures.map(failureView),
      tasks: state.tasks.map(({ arn, region, service }) => ({
        id: arn.split('/').at(-1) ?? '',
        name: `${service}, ${region}`,
      })),
    }
  },
}

/** Why an account has neither links nor failures to show. */
function withoutWorld({ failures }: TargetDescription): string | undefined {
  return failures === undefined
    ? 'AWS has no API for this: link times, injected failures and the journal belong to the local world.'
    : undefined
}

const TIMEOUT_MS = 4_000

/** A request to the doors of the world that are not AWS's; throws what it answered when that was no success. */
export async function askWorld(
  { failures, token }: TargetDescription,
  path: string,
  request: { readonly method?: string; readonly body?: object } = {},
): Promise<object | undefined> {
  const { method = 'GET', body } = request
  const answer = await fetch(`${failures}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(method === 'GET' ? TIMEOUT_MS : CHANGE_TIMEOUT_MS),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(problemOf(text))
  return text === '' ? undefined : (JSON.parse(text) as object)
}

/** Losing a region ends processes and waits for them. */
const CHANGE_TIMEOUT_MS = 30_000

function problemOf(text: string): string {
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message
  } catch {
    return text.trim()
  }
}

interface WorldState {
  readonly links: readonly LinkView[]
  readonly machine: WorldView['machine']
  readonly failures: readonly FailureView[]
  readonly tasks: readonly { readonly arn: string; readonly region: string; readonly service: string }[]
}

/** `seoul (city)` is how a link names its end. */
const place = (end: string): string => end.replace(/ \(city\)$/, '')

const failureView = ({ id, kind, since, until, isMomentary, subject }: FailureView): FailureView => ({
  id,
  kind,
  since,
  until,
  isMomentary,
  subject,
})

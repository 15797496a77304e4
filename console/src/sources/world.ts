import type { TargetDescription } from '@meridian/operator-tools'
import type { FailureView, LinkView, WorldView } from '../../shared/views.ts'
import type { Source } from '../watch/source.ts'
import { askWorld } from './world-request.ts'

/** What only a local world reports: its links, its machine, and its injected failures. */
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

/** Why an account has no links and failures. */
function withoutWorld({ failures }: TargetDescription): string | undefined {
  return failures === undefined
    ? 'AWS has no API for this: link times, injected failures and the journal belong to the local world.'
    : undefined
}

interface WorldState {
  readonly links: readonly LinkView[]
  readonly machine: WorldView['machine']
  readonly failures: readonly FailureView[]
  readonly tasks: readonly { readonly arn: string; readonly region: string; readonly service: string }[]
}

/** `seoul (city)` becomes `seoul`. */
const place = (end: string): string => end.replace(/ \(city\)$/, '')

const failureView = ({ id, kind, since, until, isMomentary, subject }: FailureView): FailureView => ({
  id,
  kind,
  since,
  until,
  isMomentary,
  subject,
})

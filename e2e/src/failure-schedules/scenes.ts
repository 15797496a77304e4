import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom, type History } from '@meridian/drills'
import { until } from '@meridian/operator-tools'
import { instanceId } from '@meridian/topology'
import type { Expectations } from './judge-schedule.ts'
import { playStory, type Stage } from './play.ts'
import { type Library, type Regions, SERVICE, type ServiceOptions } from './regions.ts'
import type { Visitor } from './service.ts'
import { startVisitors } from './visitors.ts'

/** A story that provokes one kind of mistake, the same way every time. */
interface Scene {
  readonly options?: ServiceOptions
  readonly expectations?: Expectations
  act(stage: Stage): Promise<void>
}

const visitorOf = ({ prefix }: Stage, name: string): Visitor => ({
  session: `${prefix}-${name}`,
  token: undefined,
})

/** Stricter than having no majority: on a busy machine the writer's own region may be late while the others still count. */
async function isAlone(regions: Regions): Promise<boolean> {
  const others = await regions.askWriter(
    `select region from region_support, writer_epoch
    where region <> 'us-east-1' and renewed_at > clock_timestamp() - lease_ms * interval '1 millisecond'`,
  )
  return others.length === 0
}

async function hasMajority(regions: Regions): Promise<boolean> {
  const [row] = await regions.askWriter<{ ok: boolean }>('select writer_has_majority() as ok')
  return row?.ok === true
}

/** Cuts off us-east-1 and fails over to us-west-2; `inside` is a visitor of the isolated region. */
async function failOverFromIsolated(stage: Stage) {
  const heal = await stage.operator.inject(
    { kind: 'isolate-region', region: 'us-east-1' },
    'us-east-1 is cut off',
  )
  await stage.operator.changeWriter('failover', 'us-west-2')
  const outside = visitorOf(stage, 'outside')
  await stage.services['us-west-2'].write(outside, `${outside.session}-1`, `${outside.session}-1`)
  return { heal, inside: visitorOf(stage, 'inside') }
}

const SCENES = {
  /** Seoul's reader stops replaying; visitors there still see what they wrote and what they have read elsewhere. */
  'reader-behind': {
    async act(stage) {
      const { operator, services } = stage
      const seoul = services['ap-northeast-2']
      const heal = await operator.inject(
        { kind: 'pause-replication', region: 'ap-northeast-2' },
        'Seoul stands still',
      )
      const writing = visitorOf(stage, 'writing')
      for (let row = 1; row <= 3; row += 1) {
        const id = `${writing.session}-${row}`
        await seoul.write(writing, id, id)
        await seoul.read(writing, id)
      }
      const reading = visitorOf(stage, 'reading')
      await services['us-east-1'].read(reading, `${writing.session}-1`)
      await seoul.read(reading, `${writing.session}-1`)
      await heal()
    },
  },

  /** The writer moves while Seoul's reader replays nothing, so it lacks the new epoch. */
  'reader-in-an-older-epoch': {
    async act(stage) {
      const { operator, services } = stage
      const delay = { kind: 'pause-replication', region: 'ap-northeast-2' } as const
      const heal = await operator.inject(delay, 'Seoul stands still')
      const changing = operator.changeWriter('switchover', 'us-west-2')
      await until('us-west-2 to write', () => operator.writerRegion() === 'us-west-2')
      const visitor = visitorOf(stage, 'visitor')
      const id = `${visitor.session}-row`
      await services['us-west-2'].write(visitor, id, id)
      await services['ap-northeast-2'].read(visitor, id)
      await heal()
      await changing
    },
  },

  /** A visitor sends the same request twice, as after a lost answer. */
  'same-key-again': {
    async act(stage) {
      const { services } = stage
      const visitor = visitorOf(stage, 'visitor')
      for (let row = 1; row <= 3; row += 1) {
        const key = `${visitor.session}-${row}`
        await services['us-east-1'].write(visitor, key, `${key}-first`)
        await services['ap-northeast-2'].write(visitor, key, `${key}-second`)
      }
    },
  },

  /**
   * us-west-2 takes over and cannot tell us-east-1, which Seoul still reaches. A visitor who has written to the new writer then
   * writes from Seoul; after that, another visitor writes in us-east-1.
   */
  'old-writer-in-reach': {
    options: { isBlind: true },
    async act(stage) {
      const { operator, regions, services } = stage
      const heal = await operator.inject(
        { kind: 'cut-link', from: 'us-east-1', to: 'us-west-2' },
        'the coasts are apart',
      )
      await operator.changeWriter('failover', 'us-west-2')
      const travelling = visitorOf(stage, 'travelling')
      await services['us-west-2'].write(travelling, `${travelling.session}-1`, `${travelling.session}-1`)
      await services['ap-northeast-2'].write(travelling, `${travelling.session}-2`, `${travelling.session}-2`)
      await until(
        'the old writer to hear of the new one',
        async () => {
          const [row] = await regions.askInstance<{ epoch: string }>(
            instanceId('us-east-1', 1),
            'select epoch from writer_epoch',
          )
          return Number(row?.epoch) < 0
        },
        Boolean,
        { deadlineMs: 3_000 },
      ).catch(() => {})
      const staying = visitorOf(stage, 'staying')
      await services['us-east-1'].write(staying, `${staying.session}-1`, `${staying.session}-1`)
      await heal()
      await services['us-east-1'].write(staying, `${staying.session}-1`, `${staying.session}-1-again`)
    },
  },

  /** us-east-1 is cut off with its services and visitors; the operator waits as long as the rule demands and fails over. */
  'isolated-writer': {
    async act(stage) {
      const virginia = stage.services['us-east-1']
      const { heal, inside } = await failOverFromIsolated(stage)
      await virginia.write(inside, `${inside.session}-1`, `${inside.session}-1`)
      await heal()
      await until('us-east-1 to be told', async () => {
        const id = await virginia.write(inside, `${inside.session}-1`, `${inside.session}-1-again`)
        return id !== undefined
      })
    },
  },

  /** As before, but inside the isolated region tasks are replaced, rolled and added: the new ones know no other region. */
  'isolated-writer-new-tasks': {
    async act(stage) {
      const virginia = stage.services['us-east-1']
      const { heal, inside } = await failOverFromIsolated(stage)
      const writeInside = (name: string, attempt = '') =>
        virginia.write(inside, `${inside.session}-${name}`, `${inside.session}-${name}${attempt}`)
      const changes = { replaced: virginia.replaceTask, rolled: virginia.rollTasks, added: virginia.addTask }
      for (const [name, change] of Object.entries(changes)) {
        await change()
        await virginia.ready()
        await Promise.all([writeInside(name), writeInside(`${name}-2`)])
      }
      await heal()
      for (const name of Object.keys(changes).flatMap((change) => [change, `${change}-2`]))
        await until('us-east-1 to be told', async () => (await writeInside(name, '-again')) !== undefined)
    },
  },

  /** Both secondaries lose their databases and tasks. us-east-1, declared the last region, keeps writing until one is back. */
  'last-region': {
    async act(stage) {
      const { operator, regions, services } = stage
      const [virginia, oregon] = [services['us-east-1'], services['us-west-2']]
      const visitor = visitorOf(stage, 'visitor')
      const write = (name: string, attempt = '') =>
        virginia.write(visitor, `${visitor.session}-${name}`, `${visitor.session}-${name}${attempt}`)
      const lost = { kind: 'isolate-region', region: 'us-east-1' } as const
      const heal = await operator.inject(lost, 'nothing is left but us-east-1')
      await Promise.all([oregon.close(), services['ap-northeast-2'].close()])
      await until('the support of both others to run out', () => isAlone(regions))
      if ((await write('alone')) !== undefined) throw new Error('us-east-1 wrote without a majority')
      if (!(await operator.declareLastRegion())) throw new Error('The operator was not heard')
      await until('us-east-1 to go on', async () => (await write('alone', '-again')) !== undefined)
      await virginia.replaceTask()
      await until('a new task to write', async () => (await write('replaced')) !== undefined)

      await heal()
      for (const service of [oregon, services['ap-northeast-2']]) service.addTask()
      await until('the statement to end', async () => {
        const [row] = await regions.askWriter<{ last: string | null }>(
          'select last_region as last from writer_epoch',
        )
        return row?.last === null
      })
      await until('a majority', () => hasMajority(regions))
      await until('us-west-2 to write', async () => {
        const id = `${visitor.session}-west`
        return (await oregon.write(visitor, id, id)) !== undefined
      })
    },
  },

  /**
   * The writer considers itself replaced, as after two promotions in a row of which it missed the first. The state is written
   * into it directly, because the few milliseconds in which it arises cannot be hit reliably.
   */
  'writer-fenced-by-mistake': {
    async act(stage) {
      const { operator, regions, services } = stage
      await regions.askWriter('update writer_epoch set epoch = -epoch')
      await regions.askWriter('update commit_markers set epoch = -epoch')
      const visitor = visitorOf(stage, 'visitor')
      const id = `${visitor.session}-row`
      const stored = async () => (await services['us-west-2'].write(visitor, id, id)) !== undefined
      await operator.keepWriterOpen(until('a write to get through', stored))
      await services['ap-northeast-2'].read(visitor, id)
    },
  },

  /** A switchover while all visitors write: each write waits for the new writer, and none is refused. */
  'switchover-under-load': {
    expectations: { refusesNoWrite: true },
    async act({ operator, services, prefix }) {
      const visitors = startVisitors(services, createRandom(1), prefix)
      await sleep(200)
      await operator.changeWriter('switchover', 'us-west-2')
      await sleep(SERVICE.watchEveryMs * 2)
      await visitors.leave()
    },
  },
} as const satisfies Readonly<Record<string, Scene>>

export type SceneName = keyof typeof SCENES

export const SCENE_NAMES = Object.keys(SCENES) as readonly SceneName[]

export function playScene(regions: Regions, library: Library, name: SceneName): Promise<History> {
  const scene: Scene = SCENES[name]
  return playStory(regions, library, name, (stage) => scene.act(stage), scene.options)
}

export const expectationsOf = (name: SceneName): Expectations => (SCENES[name] as Scene).expectations ?? {}

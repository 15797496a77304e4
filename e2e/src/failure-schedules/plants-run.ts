import * as library from '@meridian/database'
import { judgeSchedule, type ScheduleVerdict, type Violation } from './judge-schedule.ts'
import { loadPlanted, migrationsWith, PLANTS, type Plant } from './plants.ts'
import { type Library, startRegions } from './regions.ts'
import { expectationsOf, playScene, SCENE_NAMES, type SceneName } from './scenes.ts'

/** What the checkers made of one story, with or without a planted bug. */
export interface SceneResult {
  readonly scene: SceneName
  readonly planted: Plant | undefined
  readonly violations: readonly Violation[]
  readonly seen: readonly string[]
  readonly durationMs: number
  /** Clean without a bug; with one, caught by the checker meant for it. */
  readonly isAsWanted: boolean
}

/** The first bug of each part of the library: enough to see that the checkers still see. */
export const SAMPLE: readonly Plant[] = PLANTS.filter(
  ({ part }, index) => PLANTS.findIndex((plant) => plant.part === part) === index,
)

/** The stories that these bugs need. */
export const scenesOf = (plants: readonly Plant[]): readonly SceneName[] =>
  plants === PLANTS ? SCENE_NAMES : [...new Set(plants.map(({ scene }) => scene))]

/** Tells each story once with the library as it is, and then once for each planted bug. */
export async function* runPlants(plants: readonly Plant[]): AsyncGenerator<SceneResult> {
  for (const scene of scenesOf(plants)) yield await runScene(scene, library, undefined)
  for (const plant of plants) yield await runScene(plant.scene, await loadPlanted(plant), plant)
}

/** In databases of its own: a bug may leave more behind than a next story should find. */
async function runScene(scene: SceneName, loaded: Library, planted: Plant | undefined): Promise<SceneResult> {
  await using regions = await startRegions(migrationsWith(planted))
  const startedMs = performance.now()
  const { violations, checks }: ScheduleVerdict = judgeSchedule(
    await playScene(regions, loaded, scene),
    expectationsOf(scene),
  )
  return {
    scene,
    planted,
    violations,
    seen: checks.flatMap(({ verdict, name, detail }) => (verdict === 'failed' ? [`${name}: ${detail}`] : [])),
    durationMs: Math.round(performance.now() - startedMs),
    isAsWanted: planted ? violations.includes(planted.caughtBy) : violations.length === 0,
  }
}

import * as library from '@meridian/database'
import { judgeSchedule, type ScheduleVerdict, type Violation } from './judge-schedule.ts'
import { loadPlanted, migrationsWith, PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts'
import { type Library, startRegions } from './regions.ts'
import { expectationsOf, playScene, SCENE_NAMES, type SceneName } from './scenes.ts'

/** Result of the checkers for one story, with or without a planted bug. */
export interface SceneResult {
  readonly scene: SceneName
  readonly planted: PlantedBug | undefined
  readonly violations: readonly Violation[]
  readonly seen: readonly string[]
  readonly durationMs: number
  /** No violation without a bug; with one, the intended checker catches it. */
  readonly isAsWanted: boolean
}

/** The first bug of each part of the library: enough to see that the checkers still work. */
export const SAMPLE: readonly PlantedBug[] = PLANTED_BUGS.filter(
  ({ part }, index) => PLANTED_BUGS.findIndex((bug) => bug.part === part) === index,
)

/** The stories that these bugs need. */
export const scenesOf = (bugs: readonly PlantedBug[]): readonly SceneName[] =>
  bugs === PLANTED_BUGS ? SCENE_NAMES : [...new Set(bugs.map(({ scene }) => scene))]

/** Plays each story once with the unchanged library, and then once for each planted bug. */
export async function* runPlantedBugs(bugs: readonly PlantedBug[]): AsyncGenerator<SceneResult> {
  for (const scene of scenesOf(bugs)) yield await runScene(scene, library, undefined)
  for (const bug of bugs) yield await runScene(bug.scene, await loadPlanted(bug), bug)
}

/** Uses its own databases: a bug may leave a state that the next story must not see. */
async function runScene(
  scene: SceneName,
  loaded: Library,
  planted: PlantedBug | undefined,
): Promise<SceneResult> {
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

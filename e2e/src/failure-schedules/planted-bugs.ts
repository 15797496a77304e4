import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Migration, readMigrations } from '@meridian/database'
import type { Violation } from './judge-schedule.ts'
import type { Library } from './regions.ts'
import type { SceneName } from './scenes.ts'

/** A plausible bug in the data library: one expression replaced by another. */
export interface PlantedBug {
  readonly name: string
  /** The part of the library that it breaks. */
  readonly part: 'token check' | 'idempotency' | 'epoch check' | 'parking' | 'majority'
  readonly what: string
  /** Relative to packages/database/src. */
  readonly file: string
  /** Must occur exactly once in the file; otherwise the test fails. */
  readonly replace: string
  readonly by: string
  /** The story that triggers it, and the checker that must catch it. */
  readonly scene: SceneName
  readonly caughtBy: Violation
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'token-unchecked',
    part: 'token check',
    what: 'every snapshot counts as fresh',
    file: 'consistency/marker.ts',
    replace: 'return seen.position >= mark.position && (mark.shard === undefined || seen.n >= mark.n)',
    by: 'return true',
    scene: 'reader-behind',
    caughtBy: 'stale',
  },
  {
    name: 'token-without-position',
    part: 'token check',
    what: 'what a visitor has only read is not asked for again',
    file: 'consistency/marker.ts',
    replace: 'seen.position >= mark.position && (mark.shard',
    by: '(mark.shard',
    scene: 'reader-behind',
    caughtBy: 'non-monotonic',
  },
  {
    name: 'token-of-a-newer-epoch',
    part: 'token check',
    what: 'a snapshot of an older epoch counts as fresh',
    file: 'consistency/marker.ts',
    replace: 'if (seen.epoch < mark.epoch) return false',
    by: 'if (seen.epoch < mark.epoch) return true',
    scene: 'reader-in-an-older-epoch',
    caughtBy: 'stale',
  },
  {
    name: 'key-not-looked-up',
    part: 'idempotency',
    what: 'each attempt is stored under its own key',
    file: 'write-once.ts',
    replace: 'key: eb.val(claim.key),',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    by: 'key: eb.val(`${claim.key} ${Math.random()}`),',
    scene: 'same-key-again',
    caughtBy: 'duplicated',
  },
  {
    name: 'outcome-not-recalled',
    part: 'idempotency',
    what: 'a key that was used is answered as if it had been stored now',
    file: 'write-once.ts',
    replace: "row.is_claimed === true ? { status: 'written' } : await recall(session, claim)",
    by: "{ status: 'written' }",
    scene: 'same-key-again',
    caughtBy: 'lost',
  },
  {
    name: 'sessions-kept-over-an-epoch',
    part: 'epoch check',
    what: 'who hears of a newer writer goes on writing to the old one',
    file: 'routes/writer-route.ts',
    replace: 'return (session.epoch ?? 0) < newest',
    by: 'return false',
    scene: 'old-writer-in-reach',
    caughtBy: 'two-writers',
  },
  {
    name: 'write-unfenced',
    part: 'epoch check',
    what: 'a write does not prove its epoch to the server',
    file: 'write-once.ts',
    replace: ".where('epoch', '=', EPOCH as never)",
    by: '',
    scene: 'old-writer-in-reach',
    caughtBy: 'two-writers',
  },
  {
    name: 'majority-unchecked',
    part: 'majority',
    what: 'a writer that no other region supports goes on',
    file: 'migrations/0004-majority.sql',
    replace: 'if writer_has_majority() then return new; end if;',
    by: 'return new;',
    scene: 'isolated-writer',
    caughtBy: 'two-writers',
  },
  {
    name: 'support-of-others',
    part: 'majority',
    what: 'a task renews the support of regions that it is not in',
    file: 'routes/watch.ts',
    replace: 'session.run(RENEW, [region,',
    by: "session.run(RENEW, [['us-east-1', 'us-west-2', 'ap-northeast-2'][Math.floor(Math.random() * 3)],",
    scene: 'isolated-writer',
    caughtBy: 'two-writers',
  },
  {
    name: 'new-task-alone',
    part: 'majority',
    what: 'a task that has seen no majority since it started believes that its region is the last one',
    file: 'routes/watch.ts',
    replace: 'rows[0]?.isSupported === true',
    by: `rows[0]?.isSupported === true || (this.#isSupported === undefined
      && (await session.run('select declare_last_region($1, $2)', [region, session.epoch])).rowCount === 1)`,
    scene: 'isolated-writer-new-tasks',
    caughtBy: 'two-writers',
  },
  {
    name: 'nobody-parks',
    part: 'parking',
    what: 'a write that finds no writer is refused at once',
    file: 'routes/writer-route.ts',
    replace: 'if (parkMs <= 0) throw',
    by: 'throw',
    scene: 'switchover-under-load',
    caughtBy: 'refused',
  },
  {
    name: 'parked-and-forgotten',
    part: 'parking',
    what: 'a parked write is not let go when there is a writer again',
    file: 'routes/parking-lot.ts',
    replace: '      tell(parked)\n',
    by: '',
    scene: 'switchover-under-load',
    caughtBy: 'unanswered',
  },
]

const LIBRARY = import.meta.resolve('@meridian/database')
const SOURCES = new URL('.', LIBRARY).href

/**
 * Loads the library a second time with a bug in it: its modules are loaded under other names, and one is changed while loading.
 * The library's own files need no hooks for this.
 */
export async function loadPlanted(bug: PlantedBug): Promise<Library> {
  const mark = `?planted=${bug.name}`
  checkSource(bug)
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const isOurs = context.parentURL?.endsWith(mark) && resolved.url.startsWith(SOURCES)
      return isOurs ? { ...resolved, url: `${resolved.url}${mark}` } : resolved
    },
    load(url, context, next) {
      const loaded = next(url, context)
      if (url !== `${SOURCES}${bug.file}${mark}`) return loaded
      return { ...loaded, source: String(loaded.source).replace(bug.replace, () => bug.by) }
    },
  })
  try {
    return (await import(`${LIBRARY}${mark}`)) as Library
  } finally {
    hooks.deregister()
  }
}

/** The migrations, with the bug in them if it is a bug in the schema. */
export function migrationsWith(bug: PlantedBug | undefined): readonly Migration[] {
  const planted = bug?.file.startsWith('migrations/') ? bug : undefined
  return readMigrations().map((migration) =>
    planted !== undefined && planted.file === `migrations/${migration.name}.sql`
      ? { ...migration, sql: migration.sql.replace(planted.replace, () => planted.by) }
      : migration,
  )
}

/** If the source has changed, a planted bug would change nothing and prove nothing. */
function checkSource({ name, file, replace }: PlantedBug): void {
  const found = readFileSync(fileURLToPath(new URL(file, SOURCES)), 'utf8').split(replace).length - 1
  if (found !== 1)
    throw new Error(
      `The bug "${name}" has its place in packages/database/src/${file}, which holds the text to be replaced ${found} times instead of once: ${replace}`,
    )
}

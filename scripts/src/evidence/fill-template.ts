import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { table } from '../architecture/tables.ts'
import { EvidenceInvalidError, EvidenceMissingError } from './errors.ts'
import { FIGURES } from './figures.ts'
import { ReportValues } from './report-values.ts'
import { RUN_COMMANDS } from './runs.ts'

export interface Evidence {
  /** The repository, or a folder like it, with runs in `test-results/<run>/latest`. */
  readonly root: string
  /** Figures that need no run, by placeholder. */
  readonly computed: ReadonlyMap<string, string>
}

const PLACEHOLDER = /\{\{([^{}]+)\}\}/g

/** Placeholder for the table of all runs that the page quotes. */
const RUNS = 'runs'

/**
 * Replaces `{{run.what}}` with measured figures.
 *
 * @throws EvidenceMissingError for a figure whose run does not exist; the message has the command that makes it.
 * @throws EvidenceInvalidError for a figure that is not in the table, or whose run failed, was not made on the local world, or
 * does not contain it.
 */
export function fillTemplate(template: string, evidence: Evidence): string {
  const quoted = new Map<string, Run>()
  const filled = template.replace(PLACEHOLDER, (whole, name: string) => {
    if (name === RUNS) return whole
    const computed = evidence.computed.get(name)
    if (computed !== undefined) return computed
    const figure = FIGURES[name]
    if (!figure) throw new EvidenceInvalidError(name, unknownFigure(name, evidence))
    const run = quoted.get(figure.run) ?? readRun(name, figure.run, evidence.root)
    quoted.set(figure.run, run)
    try {
      return figure.read(run.report)
    } catch (error) {
      throw new EvidenceInvalidError(name, `${(error as Error).message} Repeat it with: ${run.command}`)
    }
  })
  return filled.replace(`{{${RUNS}}}`, () => runTable([...quoted.values()]))
}

interface Run {
  readonly name: string
  readonly command: string
  readonly report: ReportValues
  readonly date: string
  readonly commit: string
  /** The world's pace; undefined where the report does not record it. */
  readonly pace: string | undefined
}

function readRun(placeholder: string, name: string, root: string): Run {
  const folder = join('test-results', name, 'latest')
  const command = RUN_COMMANDS[name] ?? 'npm run drill'
  const file = join(folder, 'report.json')
  if (!existsSync(join(root, file))) throw new EvidenceMissingError(placeholder, file, command)
  const report = readValues(root, file)
  refuseBadRun(placeholder, file, report, command)
  return { name, command, report, ...conditionsOf(root, folder, report) }
}

const readValues = (root: string, file: string): ReportValues =>
  new ReportValues(JSON.parse(readFileSync(join(root, file), 'utf8')), file)

function refuseBadRun(placeholder: string, file: string, report: ReportValues, command: string): void {
  if (report.isOther('local', 'target'))
    throw new EvidenceInvalidError(placeholder, `${file} was not measured on the local world.`)
  if (report.isOther('ok', 'verdict') || report.isOther(true, 'isMet'))
    throw new EvidenceInvalidError(
      placeholder,
      `${file} missed its targets, and only a run that met them is quoted. Run it again with: ${command}`,
    )
}

/** Benchmarks record their conditions in the report, everything else in `environment.json` next to it. */
function conditionsOf(
  root: string,
  folder: string,
  report: ReportValues,
): Pick<Run, 'date' | 'commit' | 'pace'> {
  if (report.has('environment'))
    return {
      date: report.text('environment', 'measuredAt').slice(0, 10),
      commit: report.text('environment', 'commit'),
      pace: undefined,
    }
  const file = join(folder, 'environment.json')
  const environment = existsSync(join(root, file)) ? readValues(root, file) : undefined
  return {
    date: report.text('startedAt').slice(0, 10),
    commit: environment?.has('commit') ? environment.text('commit') : 'not recorded',
    pace: environment?.has('pace') ? environment.text('pace') : paceInNotes(report),
  }
}

const paceInNotes = (report: ReportValues): string | undefined =>
  report
    .list('notes')
    .flatMap((note) => /--pace (\w+)/.exec(note.text())?.[1] ?? [])
    .at(0)

function runTable(runs: readonly Run[]): string {
  const rows = runs
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, date, commit, pace, command }) => [
      `[${name}](../test-results/${name}/latest/report.md)`,
      date,
      `\`${commit}\``,
      pace ?? '–',
      `\`${command}\``,
    ])
  return table(['run', 'date', 'commit', 'pace', 'made by'], rows).join('\n')
}

function unknownFigure(name: string, { computed }: Evidence): string {
  const run = name.split('.')[0] ?? ''
  const known = [...Object.keys(FIGURES), ...computed.keys()].filter((each) => each.startsWith(`${run}.`))
  return known.length > 0
    ? `no such figure. Of ${run} there are: ${known.join(', ')}.`
    : `no such figure, and none of a run called ${run}. Figures are listed in scripts/src/evidence/figures.ts.`
}

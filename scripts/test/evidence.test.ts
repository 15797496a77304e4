import { cpSync, mkdtempDisposableSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REPOSITORY_ROOT } from '@meridian/operator-tools/command'
import { describe, expect, it } from 'vitest'
import { EvidenceInvalidError, EvidenceMissingError } from '../src/evidence/errors.ts'
import { FIGURES } from '../src/evidence/figures.ts'
import { fillTemplate } from '../src/evidence/fill-template.ts'
import { RUN_COMMANDS } from '../src/evidence/runs.ts'

const RUN = 'region-loss'
const REPORT = `test-results/${RUN}/latest/report.json`

/** A repository that has one run of this one. */
function repositoryWithOneRun() {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'evidence-'))
  const latest = join('test-results', RUN, 'latest')
  cpSync(join(REPOSITORY_ROOT, latest), join(folder.path, latest), { recursive: true, dereference: true })
  return {
    evidence: { root: folder.path, computed: new Map([['cost.poc.idle.day', '$1.00']]) },
    report: join(folder.path, REPORT),
    [Symbol.dispose]: () => folder.remove(),
  }
}

function changeReport(file: string, change: (report: Record<string, unknown>) => void): void {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  change(report)
  writeFileSync(file, JSON.stringify(report))
}

describe('a page with figures', () => {
  it('shows the report’s figure with its unit', () => {
    using repository = repositoryWithOneRun()
    changeReport(repository.report, (report) => {
      report.data = {
        findings: { gap: { longestMs: 1_685.89 }, recoveryPoint: { rows: 1_214, seconds: 2.156 } },
      }
    })
    const page = fillTemplate('{{region-loss.gap}}, {{region-loss.lost}} rows', repository.evidence)
    expect(page).toBe('1.7 s, 1,214 rows')
  })

  it('lists the runs that it quotes, with date and commit', () => {
    using repository = repositoryWithOneRun()
    const page = fillTemplate('{{region-loss.gap}}\n{{runs}}', repository.evidence)
    const environment = JSON.parse(readFileSync(join(REPOSITORY_ROOT, REPORT, '../environment.json'), 'utf8'))
    expect(page).toMatch(/\| \[region-loss\]\(\S+\) \| \d{4}-\d\d-\d\d \| /)
    expect(page).toContain(environment.commit)
    expect(page).not.toContain('series-switchover')
  })

  it.each([
    ['its notes say it', { notes: ['One running world at --pace aws, under load.'] }, '| aws |'],
    ['nothing does', { notes: [] }, '| – |'],
  ])('shows the pace of a run where %s', (_title, changed, cell) => {
    using repository = repositoryWithOneRun()
    changeReport(repository.report, (report) => Object.assign(report, changed))
    expect(fillTemplate('{{region-loss.gap}}\n{{runs}}', repository.evidence)).toContain(cell)
  })

  it('accepts a computed figure without a run', () => {
    using repository = repositoryWithOneRun()
    expect(fillTemplate('{{cost.poc.idle.day}}', repository.evidence)).toBe('$1.00')
  })

  it('is refused when a figure has no run: placeholder, file and command are named', () => {
    using repository = repositoryWithOneRun()
    rmSync(repository.report)
    const fill = () => fillTemplate('It took {{region-loss.rto}}.', repository.evidence)
    expect(fill).toThrow(EvidenceMissingError)
    expect(fill).toThrow(
      `{{region-loss.rto}} has no run: ${REPORT} does not exist. Make it with: npm run drill -- region-loss --target local`,
    )
  })

  it.each([
    ['missed its targets', { verdict: 'failed' }, /missed its targets/],
    ['has an interval above its target', { isMet: false }, /missed its targets/],
    ['was made on AWS', { target: 'aws' }, /not measured on the local world/],
    ['does not hold the figure', { data: {} }, /longestMs is missing; wanted a number/],
  ])('is refused when the run %s', (_title, changed, message) => {
    using repository = repositoryWithOneRun()
    changeReport(repository.report, (report) => Object.assign(report, changed))
    const fill = () => fillTemplate('{{region-loss.gap}}', repository.evidence)
    expect(fill).toThrow(EvidenceInvalidError)
    expect(fill).toThrow(message)
  })

  it('is refused for an unknown figure, listing the known ones', () => {
    using repository = repositoryWithOneRun()
    const fill = (template: string) => () => fillTemplate(template, repository.evidence)
    expect(fill('{{region-loss.speed}}')).toThrow(
      /\{\{region-loss\.speed\}\}: no such figure.*region-loss\.rto/,
    )
    expect(fill('{{nothing.at-all}}')).toThrow(/none of a run called nothing/)
  })
})

describe('the table of figures', () => {
  it('has the command that makes each run', () => {
    const runs = new Set(Object.values(FIGURES).map(({ run }) => run))
    expect([...runs].filter((run) => RUN_COMMANDS[run] === undefined)).toEqual([])
  })

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8'))
    const named = Object.values(RUN_COMMANDS).map((command) => /^npm run (\S+)/.exec(command)?.[1] ?? command)
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })
})

describe('docs/interview-talking-points.template.md', () => {
  const template = readFileSync(join(REPOSITORY_ROOT, 'docs/interview-talking-points.template.md'), 'utf8')

  it('has nothing typed by hand in a column of measured figures', () => {
    const cells = template.split('\n\n').flatMap(measuredCells)
    expect(cells.length).toBeGreaterThan(20)
    expect(cells.filter((cell) => !cell.includes('{{') && !cell.startsWith('not measured'))).toEqual([])
  })
})

it('every question links to an existing answer', () => {
  const page = readFileSync(join(REPOSITORY_ROOT, 'docs/interview-talking-points.template.md'), 'utf8')
  const headings = [...page.matchAll(/^#{2,3} (.+)$/gm)].map(([, text = '']) => anchorOf(text))
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor)
  expect(links.length).toBeGreaterThan(100)
  expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([])
})

/** GitHub's anchor for a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')

/** Cells of a Markdown table under a heading that ends in "measured". */
function measuredCells(block: string): readonly string[] {
  const [heads = [], , ...rows] = block
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').slice(1, -1))
  return rows.flatMap((row) =>
    row.filter((_, index) => heads[index]?.trim().endsWith('measured')).map((cell) => cell.trim()),
  )
}

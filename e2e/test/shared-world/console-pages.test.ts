// Every page of the console on a desktop and on a phone, in light and dark mode.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningConsole } from '@meridian/console'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest'
import { REPOSITORY_ROOT } from '../../src/booted-world.ts'
import { openBrowser, VIEWPORTS, violationsOf } from '../../src/browser.ts'
import { goTo, openConsole, openPage, PICTURES, type WatchedPage } from '../../src/open-console.ts'
import { it } from '../../src/shared-world.ts'
import { edgeUrl } from '../../src/visitor.ts'

let running: RunningConsole
let browser: Browser
let watched: WatchedPage

/** A stored run for the page of drills, because a drill takes minutes. */
const KEPT_RUN = join('region-loss', '2026-11-21T21-56-36Z')

it.beforeAll(async ({ sharedWorld }) => {
  cpSync(
    join(REPOSITORY_ROOT, 'test-results', 'region-loss', 'latest'),
    join(sharedWorld.folders.run, 'results', KEPT_RUN),
    { recursive: true },
  )
  running = await openConsole(sharedWorld)
})
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await watched?.close()
  await browser?.close()
  await running?.[Symbol.asyncDispose]()
})

/** What a page shows once its sources have been read. */
const PAGES: readonly {
  readonly label: string
  readonly shows: (page: Page) => Promise<void>
  readonly leaves?: (page: Page) => Promise<void>
}[] = [
  {
    label: 'Overview',
    async shows(page) {
      await page
        .getByRole('row', { name: /São Paulo/ })
        .getByText('N. Virginia')
        .first()
        .waitFor()
      await page
        .getByRole('row', { name: /Oregon us-west-2/ })
        .getByText('healthy', { exact: true })
        .waitFor()
    },
  },
  {
    label: 'Region',
    async shows(page) {
      await page.getByRole('table').getByText('meridian-use1-1').waitFor()
      await page.getByText('running').first().waitFor()
      await page.getByRole('region', { name: 'Log lines' }).locator('p').first().waitFor()
    },
  },
  {
    label: 'Dashboards',
    async shows(page) {
      await page
        .getByRole('figure', { name: 'usw2: tasks running' })
        .getByText(/RunningTaskCount frontend 2/)
        .waitFor()
      await page
        .getByRole('region', { name: 'Is a region ill? Are visitors hurt?' })
        .getByText('ok', { exact: true })
        .first()
        .waitFor()
    },
  },
  {
    label: 'DNS',
    async shows(page) {
      await page.getByRole('button', { name: 'Ask', exact: true }).click()
      await page.getByRole('status', { name: 'Answer' }).getByText('NOERROR').waitFor()
      await page
        .getByRole('row', { name: /country KR|continent AS/ })
        .getByText('matched')
        .first()
        .waitFor()
    },
  },
  {
    label: 'Traces',
    async shows(page) {
      await page
        .getByRole('button', { name: /GET .*\/api\/region/ })
        .first()
        .click()
      await page.getByRole('list', { name: 'Segments' }).locator('li').nth(2).waitFor()
      await page.getByRole('img', { name: /marketing-api.*: \d+ requests/ }).waitFor()
    },
  },
  {
    label: 'Resources',
    async shows(page) {
      await page.getByLabel('Find by name, type, component or region').fill('rds/cluster:Cluster us-west-2')
      await page.getByRole('link', { name: 'database-usw2', exact: true }).click()
      await page.getByText(/infra\/pulumi\/\S+\.ts:\d+/).waitFor()
      await page.getByText(/"DBClusterIdentifier": "meridian-usw2"/).waitFor()
      await page.getByRole('list', { name: 'Findings of the policy' }).getByText('waived').first().waitFor()
      await page.getByRole('group', { name: /^database-usw2: depends on \d+, used by \d+/ }).waitFor()
      await page.getByRole('group', { name: /^Components of the program: \d+ kinds/ }).waitFor()
      await page.getByText(/An estimated \$\d+\.\d\d on a typical day/).waitFor()
    },
  },
  {
    label: 'Operations',
    async shows(page) {
      await page.getByRole('button', { name: 'Show the plan' }).click()
      await page.getByText(/^aws rds switchover-global-cluster/).waitFor()
    },
  },
  {
    label: 'Drills',
    async shows(page) {
      await page.getByRole('button', { name: 'region-loss' }).click()
      await page.getByRole('img', { name: 'Timeline' }).waitFor()
    },
  },
  {
    label: 'Failures',
    async shows(page) {
      await page.getByLabel('Failure', { exact: true }).selectOption({ label: 'Slow a link' })
      await page.getByLabel('From', { exact: true }).selectOption({ label: 'Seoul (city)' })
      await page.getByLabel('Round trip, ms').fill('50')
      await page.getByRole('button', { name: 'Slow a link' }).click()
      await page.getByRole('button', { name: /^Heal Slow a link/ }).waitFor()
      await page.getByRole('list', { name: 'Journal of the world' }).locator('li').first().waitFor()
    },
    async leaves(page) {
      await page.getByRole('button', { name: /^Heal Slow a link/ }).click()
      await page.getByText('Nothing is broken on purpose.').waitFor()
    },
  },
  {
    label: 'API calls',
    shows: (page) => page.getByRole('rowheader', { name: 'rds:DescribeGlobalClusters' }).first().waitFor(),
  },
]

describe('each page is accessible, fits the screen and sends no requests elsewhere', () => {
  it.for(PAGES)('$label', async ({ label, shows, leaves }) => {
    watched ??= await openPage(browser, running, { viewport: VIEWPORTS.desk })
    const { page, failures } = watched
    failures.length = 0
    await goTo(page, label)
    await shows(page)
    for (const [size, viewport] of Object.entries(VIEWPORTS)) {
      await page.setViewportSize(viewport)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const look = `${label} ${size} ${colorScheme}`
        // Dark mode changes only colours.
        expect(await violationsOf(page, { onlyColours: colorScheme === 'dark' }), look).toEqual([])
        const file = `${label.toLowerCase().replace(' ', '-')}-${size}-${colorScheme}.png`
        await page.screenshot({ path: join(PICTURES, file), fullPage: true })
      }
      const width = await page.evaluate('document.documentElement.scrollWidth')
      expect(width, `${label} is as wide as the ${size}`).toBeLessThanOrEqual(viewport.width)
    }
    await page.setViewportSize(VIEWPORTS.desk)
    await leaves?.(page)
    expect(failures).toEqual([])
  })
})

it('a request is found by the id in its answer, and shown from the edge to the database', async ({
  sharedWorld,
}) => {
  const sampled = { 'x-amzn-trace-id': 'Sampled=1' }
  const answer = await fetch(new URL('/ko', edgeUrl(sharedWorld, 'seoul')), { headers: sampled })
  const { page, close } = await openPage(browser, running)
  onTestFinished(close)
  await goTo(page, 'Traces')
  await page.getByLabel('Request id or trace id').fill(answer.headers.get('x-amz-cf-id') ?? '')
  await page.getByRole('button', { name: 'Search' }).click()
  await page
    .getByRole('row', { name: /GET \/ko Seoul Seoul 200/ })
    .getByRole('button')
    .click()
  const names = page.getByRole('list', { name: 'Segments' }).locator('.wide-name')
  // Each service sends its segments by itself.
  await names.nth(6).waitFor()
  expect((await names.allTextContents()).map((name) => name.trim())).toEqual([
    expect.stringMatching('CloudFront Seoul'),
    expect.stringMatching('meridian-apne2-alb'),
    expect.stringMatching('frontend'),
    expect.stringMatching('meridian-apne2-alb'),
    expect.stringMatching('marketing-api'),
    expect.stringMatching('campaigns.list'),
    expect.stringMatching('meridian-apne2-1'),
  ])
})

it('Route 53 cannot be asked before there is a name to ask for', async () => {
  const { page, close } = await openPage(browser, running)
  onTestFinished(close)
  await goTo(page, 'DNS')
  const name = page.getByLabel('Name to ask for')
  await name.fill('nearest.meridian.example')
  await page.getByRole('button', { name: 'Ask', exact: true, disabled: false }).waitFor()
  await name.fill('')
  await page.getByRole('button', { name: 'Ask', exact: true, disabled: true }).waitFor()
})

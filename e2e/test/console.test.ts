// The console for a whole world, in a browser.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunningConsole } from '@meridian/console'
import { createRdsControl } from '@meridian/failover'
import { createAwsClients } from '@meridian/operator-tools'
import { type CityId, REGION_IDS, type RegionId } from '@meridian/topology'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { type BootedWorld, bootWorld } from '../src/booted-world.ts'
import { openBrowser, violationsOf } from '../src/browser.ts'
import { goTo, openConsole, openPage, PICTURES } from '../src/open-console.ts'
import { edgeUrl } from '../src/visitor.ts'

let world: BootedWorld
let running: RunningConsole
let browser: Browser

beforeAll(async () => {
  world = await bootWorld()
  running = await openConsole(world)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await running?.[Symbol.asyncDispose]()
  await world?.[Symbol.asyncDispose]()
})

const writerOf = (page: Page) => page.getByRole('status', { name: 'Writer', exact: true })

/** Records every text of the writer badge from now on. */
async function recordWriter(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(`{
    const badge = document.querySelector('[aria-label="Writer"]')
    window.said = [badge.textContent]
    new MutationObserver(() => window.said.push(badge.textContent)).observe(badge, { characterData: true, subtree: true, childList: true })
  }`)
  return () => page.evaluate('window.said')
}

it('an open page follows a switchover and never shows the old writer again', async () => {
  const { page, close } = await openPage(browser, running)
  onTestFinished(close)
  await writerOf(page).getByText('us-east-1', { exact: true }).waitFor()
  const said = await recordWriter(page)
  await switchoverTo('us-west-2')
  await writerOf(page).getByText('us-west-2', { exact: true }).waitFor()
  await page
    .getByRole('row', { name: /Oregon us-west-2/ })
    .getByText('writer', { exact: true })
    .waitFor()
  const texts = await said()
  expect(texts.slice(texts.findIndex((text) => text !== 'us-east-1'))).not.toContain('us-east-1')
  await switchoverTo('us-east-1')
  await writerOf(page).getByText('us-east-1', { exact: true }).waitFor()
})

async function switchoverTo(region: RegionId): Promise<void> {
  const { globalClusterId, regions } = world.target.stackOutputs.database
  using aws = createAwsClients(world.target)
  const control = createRdsControl(aws)
  // A switchover is requested in the writer's region.
  const { members } = await control.describe(region, globalClusterId)
  const writer = REGION_IDS.find(
    (id) => members.find(({ isWriter }) => isWriter)?.arn === regions[id].clusterArn,
  )
  await control.switchover(writer ?? region, globalClusterId, regions[region].clusterArn)
}

/** Types what the placeholder shows, and confirms. */
async function confirmAnd(page: Page, start: string): Promise<void> {
  const typed = page.getByLabel(/^Type \S+ to confirm$/)
  await typed.fill((await typed.getAttribute('placeholder')) ?? '')
  await page.getByRole('button', { name: start }).click()
}

it('a region can be released to from the console alone', async () => {
  const { page, close } = await openPage(browser, running)
  onTestFinished(close)
  await goTo(page, 'Operations')
  await page.getByRole('link', { name: 'Release', exact: true }).click()
  await page.getByLabel('Region', { exact: true }).selectOption({ label: 'Seoul (ap-northeast-2)' })
  await page.getByLabel('Digest of the image').fill(`sha256:${'a'.repeat(64)}`)
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await confirmAnd(page, 'Start the release')
  await page.getByRole('status', { name: 'Procedure' }).getByText('done').waitFor()
  await page
    .getByRole('list', { name: 'Steps' })
    .getByText('frontend runs the release in ap-northeast-2')
    .waitFor()
})

it('a drill can be begun and stopped in the console alone', async () => {
  const { page, close } = await openPage(browser, running)
  onTestFinished(close)
  await goTo(page, 'Drills')
  await page.getByRole('combobox', { name: 'Drill' }).selectOption('slow-link')
  await confirmAnd(page, 'Begin the drill')
  await page.getByText('warming up').waitFor()
  await page.getByRole('button', { name: 'Stop the drill' }).click()
  await page.getByRole('status', { name: 'Drill', exact: true }).getByText('slow-link: was stopped').waitFor()
  expect(world.failures.list()).toEqual([])
})

it('an operator loses a region, fails over, fails back and exports the reports in the console alone', async () => {
  const { page, failures, close } = await openPage(browser, running, {
    viewport: { width: 1440, height: 900 },
  })
  onTestFinished(close)
  await writerOf(page).getByText('us-east-1', { exact: true }).waitFor()
  const visitor = await fillHalfAForm('new-york')

  await goTo(page, 'Failures')
  await page.getByLabel('Failure', { exact: true }).selectOption({ label: 'Lose a region' })
  await page.getByLabel('Region', { exact: true }).selectOption({ label: 'N. Virginia (us-east-1)' })
  await page.getByRole('button', { name: 'Lose a region' }).click()
  await page.getByRole('button', { name: 'Heal Lose a region us-east-1' }).waitFor()
  await writerOf(page).getByText('us-east-1 does not answer').waitFor()

  await goTo(page, 'Operations')
  await expectChosen(page, 'Failover: the writer’s region is lost')
  await page.getByLabel('New writer').selectOption({ label: 'Oregon (us-west-2)' })
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await confirmAnd(page, 'Start the failover')
  await writerOf(page).getByText('us-west-2', { exact: true }).waitFor()
  await page.getByRole('status', { name: 'Operation', exact: true }).getByText('done').waitFor()
  await page.screenshot({ path: join(PICTURES, 'failover-operations.png'), fullPage: true })

  await goTo(page, 'Overview')
  await page
    .getByRole('row', { name: /^New York/ })
    .getByText('Oregon')
    .first()
    .waitFor()
  await page.screenshot({ path: join(PICTURES, 'failover.png'), fullPage: true })
  expect(await violationsOf(page)).toEqual([])
  const facts = await page.getByRole('region', { name: 'Status' }).locator('> *').all()
  const tops = await Promise.all(facts.map((fact) => fact.boundingBox().then((box) => box?.y)))
  expect(new Set(tops).size, 'the key facts are in one row').toBe(1)
  await sendTheRest(visitor)

  await goTo(page, 'Failures')
  await page.getByRole('button', { name: 'Heal Lose a region us-east-1' }).click()
  await page.getByText('Nothing is broken on purpose.').waitFor()

  await goTo(page, 'Operations')
  await page.getByRole('link', { name: 'Restore', exact: true }).click()
  await page.getByRole('row', { name: /^rds:unplanned-global-failover-/ }).waitFor()
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await confirmAnd(page, 'Start the restore')
  await page.getByRole('status', { name: 'Procedure' }).getByText('done').waitFor()
  await page
    .getByRole('list', { name: 'Steps' })
    .getByText(/nothing is lost|are in the snapshot alone/)
    .waitFor()

  await page.getByRole('link', { name: 'Move the writer', exact: true }).click()
  await expectChosen(page, 'Failback: home to N. Virginia')
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await confirmAnd(page, 'Start the failback')
  await writerOf(page).getByText('us-east-1', { exact: true }).waitFor()
  await page
    .getByRole('status', { name: 'Operation', exact: true })
    .filter({ hasText: /^failback .* done$/ })
    .waitFor()
  await expectToOpenAlone(await exportOf(page, /^failback/), 'Failback to us-east-1')
  await expectToOpenAlone(await exportOf(page, /^failover/), 'Failover to us-west-2')
  expect(failures).toEqual([])
})

/** The operation that the page suggests. */
async function expectChosen(page: Page, label: string): Promise<void> {
  const chosen = page.getByRole('combobox', { name: 'Operation' }).locator('option:checked')
  await expect.poll(() => chosen.textContent(), { timeout: 60_000 }).toBe(label)
}

/** The report of an operation on record. This Chromium saves no downloads, so the page fetches the link's target. */
async function exportOf(page: Page, operation: RegExp): Promise<string> {
  const row = page
    .getByRole('region', { name: 'Operations on record, a table' })
    .getByRole('row', { name: operation })
  const href = await row.getByRole('link', { name: 'Export as one HTML file' }).getAttribute('href')
  return page.evaluate<string>(`fetch('${href}').then((answer) => answer.text())`)
}

/** A visitor who has opened the test-drive form and typed only a name. */
async function fillHalfAForm(city: CityId): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US' })
  onTestFinished(() => context.close())
  context.setDefaultTimeout(60_000)
  const visitor = await context.newPage()
  await visitor.goto(edgeUrl(world, city))
  await visitor.getByRole('region', { name: 'Current offers' }).getByRole('link').first().click()
  await visitor.getByLabel('Name', { exact: true }).fill('A Visitor')
  return visitor
}

async function sendTheRest(visitor: Page): Promise<void> {
  expect(await visitor.getByLabel('Name', { exact: true }).inputValue()).toBe('A Visitor')
  await visitor.getByLabel('Email', { exact: true }).fill('visitor@example.com')
  for (const consent of await visitor.getByRole('checkbox').all()) await consent.check()
  await visitor.getByRole('button', { name: 'Request my test drive' }).click()
  await visitor.waitForURL(/\/en\/thanks\//)
}

/** Opens it in a browser without network access. */
async function expectToOpenAlone(html: string, title: string): Promise<void> {
  const context = await browser.newContext({ offline: true })
  onTestFinished(() => context.close())
  const report = await context.newPage()
  await report.setContent(html)
  expect(await report.getByRole('heading', { level: 1 }).innerText(), html).toContain(title)
}

it('an AWS account has the same pages, and panels without an AWS API say why they are empty', async () => {
  const { accessKeyId, secretAccessKey } = world.trust.keys.own
  vi.stubEnv('AWS_ENDPOINT_URL', world.controlEndpoint)
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const account = await openConsole(world, 'aws')
  onTestFinished(() => account[Symbol.asyncDispose]())
  const { page, close } = await openPage(browser, account, { viewport: { width: 1440, height: 900 } })
  onTestFinished(close)
  await writerOf(page).getByText(/^us-/).waitFor()
  await page
    .getByRole('row', { name: /Oregon us-west-2/ })
    .getByText('4/4')
    .first()
    .waitFor()
  expect(await page.getByRole('status', { name: 'Injected failures' }).count()).toBe(0)
  await page.screenshot({ path: join(PICTURES, 'account-overview.png'), fullPage: true })
  for (const label of ['Failures', 'API calls', 'Resources']) {
    await goTo(page, label)
    await page
      .getByText(/AWS has no API for/)
      .first()
      .waitFor()
  }
  await goTo(page, 'DNS')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await page.getByRole('status', { name: 'Answer' }).getByText('NOERROR').waitFor()
  await goTo(page, 'Region')
  await page.getByText('running').first().waitFor()
})

it('an open page connects to the next world that starts', async () => {
  const { page, close } = await openPage(browser, running)
  onTestFinished(close)
  const { descriptionFile } = world.folders
  await writerOf(page).getByText(/^us-/).waitFor()
  await world[Symbol.asyncDispose]()
  await writerOf(page)
    .getByText(/^unknown/)
    .waitFor()

  world = await bootWorld()
  mkdirSync(dirname(descriptionFile), { recursive: true })
  onTestFinished(() => rmSync(dirname(descriptionFile), { recursive: true, force: true }))
  copyFileSync(world.folders.descriptionFile, descriptionFile)
  await writerOf(page).getByText('us-east-1', { exact: true }).waitFor()
  await page
    .getByRole('row', { name: /Oregon us-west-2/ })
    .getByText('healthy', { exact: true })
    .waitFor()
})

import { describe, expect, it } from 'vitest'
import type { UnknownMembers } from '../../../src/kernel/unknown-members.ts'
import type { WireService } from '../../../src/kernel/wire-service.ts'
import { registers } from '../../support/registers.ts'
import { type Answered, AnsweredMembers } from './answered.ts'
import { EXTRACT, loadOutputShapes, type OutputShapes } from './output-shapes.ts'
import { brokenPages } from './paging.ts'
import { type Call, clientOf, type Scene } from './scene.ts'
import { SCENES } from './scenes/index.ts'

const WITHIN_MS = 60_000

/** Plays a scene; returns the members its answers had, the operations called, and the lists that lose items. */
async function play(scene: Scene, shapes: OutputShapes) {
  const answered = new AnsweredMembers(shapes)
  const inputs = new Map<string, object>()
  const send = await clientOf(scene)
  const record: Call = async (operation, input, region) => {
    const answer = await send(operation, input, region)
    inputs.set(operation, input ?? {})
    const shape = shapes.operations[operation]
    if (typeof shape === 'string') answered.add(shape, answer as object)
    return answer
  }
  await scene.play(record)
  const called = new Map(inputs)
  const broken = await brokenPages(shapes, limited(scene.service, shapes), called, record)
  return { answered: answered.seen, called, broken }
}

describe.each(Object.entries(SCENES))('responses of %s', (scope, start) => {
  it('contain every member that AWS returns, except those declared unknown, on every page', {
    timeout: WITHIN_MS,
  }, async () => {
    const shapes = await loadOutputShapes(scope)
    const scene = await start()
    const { answered, broken, called } = await play(scene, shapes)
    const { operations, unknown = {} } = scene.service
    const uncalled = Object.keys(operations).filter((operation) => !called.has(operation))
    expect(uncalled, `Call them in test/wire/answers/scenes/${scope}.ts`).toEqual([])
    const unextracted = Object.keys(operations).filter((name) => !Object.hasOwn(shapes.operations, name))
    expect(unextracted, NOT_EXTRACTED).toEqual([])
    expect(missing(shapes, answered, unknown), MISSING).toEqual([])
    expect(wronglyListed(shapes, answered, unknown), LISTED).toEqual([])
    expect(broken, PAGES).toEqual([])
  })
})

const NOT_EXTRACTED = `Operations without an output shape. ${EXTRACT}`
const MISSING =
  'Members that AWS answers and this module does not: answer them from the program or the running state, call the operation in its ' +
  'scene so that they are seen, or list them with the reason in control/unknown.ts'
const PAGES = 'Lists that are cut give the token of the next page (kernel/page.ts)'
const LISTED =
  'Members in control/unknown.ts that are answered, unknown to AWS or listed twice: take them out'

/** Operations that honour the page-size member. */
function limited({ honoured = {} }: WireService, { pages }: OutputShapes): ReadonlySet<string> {
  const names = Object.entries(pages).filter(([name, { limit }]) => honoured[name]?.[limit] === true)
  return new Set(names.map(([name]) => name))
}

const listedIn = (unknown: UnknownMembers): readonly string[] =>
  Object.values(unknown).flatMap((byShape) =>
    Object.entries(byShape).flatMap(([shape, members]) => members.map((member) => `${shape}.${member}`)),
  )

/** Members of the returned shapes that were never set, as `Shape.Member`. */
function missing({ shapes }: OutputShapes, answered: Answered, unknown: UnknownMembers): readonly string[] {
  const listed = new Set(listedIn(unknown))
  return [...answered].flatMap(([shape, members]) =>
    Object.keys(shapes[shape] ?? {})
      .filter((member) => !members.has(member))
      .map((member) => `${shape}.${member}`)
      .filter((path) => !listed.has(path)),
  )
}

function wronglyListed(
  { shapes }: OutputShapes,
  answered: Answered,
  unknown: UnknownMembers,
): readonly string[] {
  const listed = listedIn(unknown)
  return listed.filter((path, at) => {
    const [shape = '', member = ''] = path.split('.')
    const isKnown = shapes[shape] !== undefined && Object.hasOwn(shapes[shape], member)
    return !isKnown || answered.get(shape)?.has(member) || listed.indexOf(path) < at
  })
}

it('every service has a scene', async () => {
  const scopes = (await registers()).map(({ scope }) => scope).sort()
  expect(
    Object.keys(SCENES).sort(),
    'Add test/wire/answers/scenes/<scope>.ts and name it in index.ts',
  ).toEqual(scopes)
})

import { expect, it } from 'vitest'
import { problemIn } from './visitors.ts'

it.each([
  ['a problem of the API by its code', '{"type":"x","code":"NO_MAJORITY"}', 'NO_MAJORITY'],
  [
    'a page by its title, in one line',
    '<HTML><HEAD><TITLE>ERROR: The request\ncould not be satisfied</TITLE>',
    'page "ERROR: The request could not be satisfied"',
  ],
  ['anything else by how it begins', 'upstream', 'page "upstream"'],
])('a failed request is counted as %s', (_title, body, cause) => {
  expect(problemIn(body)).toBe(cause)
})

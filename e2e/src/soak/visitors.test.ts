import { expect, it } from 'vitest'
import { problemIn } from './visitors.ts'

it.each([
  ['the code of an API problem', '{"type":"x","code":"NO_MAJORITY"}', 'NO_MAJORITY'],
  [
    'the title of an error page, on one line',
    '<HTML><HEAD><TITLE>ERROR: The request\ncould not be satisfied</TITLE>',
    'page "ERROR: The request could not be satisfied"',
  ],
  ['the beginning of anything else', 'upstream', 'page "upstream"'],
])('a failed request is counted under %s', (_title, body, cause) => {
  expect(problemIn(body)).toBe(cause)
})

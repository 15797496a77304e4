// Checks the local world's layout for `npm run check`: one line per problem, exit code 1 if there are any.
import { sourceFiles } from '../sources.ts'
import { anatomyProblems } from './anatomy.ts'

const problems = anatomyProblems(sourceFiles(/\.(ts|sql|md)$/))
for (const { path, message } of problems) console.error(`${path} ${message}`)
console.error(problems.length === 0 ? 'Every file is in its place.' : `${problems.length} problems.`)
process.exitCode = problems.length === 0 ? 0 : 1

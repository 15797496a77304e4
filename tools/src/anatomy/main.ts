// The local world's layout, as `npm run check` asks for it: one line a problem, exit code 1 when there is one.
import { sourceFiles } from '../sources.ts'
import { anatomyProblems } from './anatomy.ts'

const problems = anatomyProblems(sourceFiles(/\.(ts|sql|md)$/))
for (const { path, message } of problems) console.error(`${path} ${message}`)
console.error(problems.length === 0 ? 'Every file is in its place.' : `${problems.length} problems.`)
process.exitCode = problems.length === 0 ? 0 : 1

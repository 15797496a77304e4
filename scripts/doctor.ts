import { runCommand } from '@meridian/operator-tools/command'
import { doctorCommand } from './src/doctor/command.ts'
import { type DoctorOptions, runDoctor } from './src/doctor/run-doctor.ts'

process.exitCode = await runCommand<DoctorOptions>({
  command: doctorCommand(),
  run: ({ options }) => runDoctor(options),
})

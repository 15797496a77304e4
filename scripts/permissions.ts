import { runCommand } from '@meridian/operator-tools/command'
import {
  type PermissionsOptions,
  permissionsCommand,
  runPermissions,
} from './src/permissions/run-permissions.ts'

process.exitCode = await runCommand<PermissionsOptions>({
  command: permissionsCommand(),
  run: ({ options }) => runPermissions(options),
})

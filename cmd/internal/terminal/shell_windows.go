package terminal

// ShellContinues is false: Windows stops no process for a shell.
func ShellContinues() bool { return false }

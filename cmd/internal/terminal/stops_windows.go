package terminal

import (
	"os"

	"golang.org/x/term"
)

// heedStops does nothing: Windows stops no process for a shell.
func heedStops(*os.File, *term.State, bool, func()) (end func()) { return func() {} }

// Package setup has the commands about the program itself: settings, keys, doctor, demo, sandbox, and the start of the screen.
package setup

import (
	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/run"
)

// command is a run with what this group of commands does in it.
type command struct{ *run.App }

// Commands are the commands about the program itself.
func Commands(app *run.App) []*cobra.Command {
	a := &command{app}
	return []*cobra.Command{newInit(a), newDemo(a), newConfig(a), newKeys(a), newDoctor(a), newSandbox(a), newLicenses(a)}
}

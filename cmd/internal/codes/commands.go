// Package codes has the command about codes.
package codes

import (
	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/run"
)

// command is a run with what this group of commands does in it.
type command struct{ *run.App }

// Commands are the command about codes.
func Commands(app *run.App) []*cobra.Command {
	a := &command{app}
	return []*cobra.Command{newOTP(a)}
}

// Package records has the commands about what was done: records, spending, movements, audit trail.
package records

import (
	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/run"
)

// command is a run with what this group of commands does in it.
type command struct{ *run.App }

// Commands are the commands about what was done.
func Commands(app *run.App) []*cobra.Command {
	a := &command{app}
	return []*cobra.Command{newTransactions(a), newSpending(a), newActivity(a), newAudit(a), newMCC(a)}
}

// Package cards has the commands about cards and accounts that move no money.
package cards

import (
	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/run"
)

// command is a run with what this group of commands does in it.
type command struct{ *run.App }

// Commands are the commands about cards and accounts that move no money. changes are the commands below cards that do, and makers those
// below holders.
func Commands(app *run.App, changes, makers []*cobra.Command) []*cobra.Command {
	a := &command{app}
	return []*cobra.Command{newCards(a, changes), newBalances(a), newTypes(a), newDeposits(a), newHolders(a, makers), newLabels(a)}
}

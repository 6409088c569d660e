// Package money has the commands that move money or change a card.
package money

import (
	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// command is a run with what this group of commands does in it.
type command struct {
	*run.App
	funds map[string][]client.Funds // that were read, by profile
}

// Commands are the commands that move money.
func Commands(app *run.App) []*cobra.Command {
	a := &command{App: app}
	return []*cobra.Command{newTopUp(a), newWithdraw(a)}
}

// CardCommands are the commands below cards that change a card.
func CardCommands(app *run.App) []*cobra.Command {
	a := &command{App: app}
	return []*cobra.Command{
		newCardsCreate(a), newCardsFreeze(a), newCardsUnfreeze(a), newCardsCancel(a), newCardsPIN(a), newCardsActivate(a), newCardsLimits(a),
	}
}

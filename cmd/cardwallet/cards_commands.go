package main

import "github.com/spf13/cobra"

// cardsCommands are the commands about cards and accounts that move no money. changes are the commands below cards that do.
func cardsCommands(a *app, changes ...*cobra.Command) []*cobra.Command {
	return []*cobra.Command{newCards(a, changes), newBalances(a), newTypes(a), newDeposits(a), newHolders(a)}
}

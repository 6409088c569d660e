package main

import "github.com/spf13/cobra"

// moneyCommands are the commands that move money.
func moneyCommands(a *app) []*cobra.Command {
	return []*cobra.Command{newTopUp(a), newWithdraw(a)}
}

// moneyCardCommands are the commands below cards that change a card.
func moneyCardCommands(a *app) []*cobra.Command {
	return []*cobra.Command{
		newCardsCreate(a), newCardsFreeze(a), newCardsUnfreeze(a), newCardsCancel(a), newCardsPIN(a), newCardsActivate(a), newCardsLimits(a),
	}
}

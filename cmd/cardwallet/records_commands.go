package main

import "github.com/spf13/cobra"

// recordsCommands are the commands about what was done.
func recordsCommands(a *app) []*cobra.Command {
	return []*cobra.Command{newTransactions(a), newSpending(a), newActivity(a), newAudit(a), newMCC(a)}
}

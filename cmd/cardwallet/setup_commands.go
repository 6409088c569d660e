package main

import "github.com/spf13/cobra"

// setupCommands are the commands about the program itself.
func setupCommands(a *app) []*cobra.Command {
	return []*cobra.Command{newDemo(a), newConfig(a), newKeys(a), newDoctor(a), newSandbox(a), newLicenses(a)}
}

package main

import "github.com/spf13/cobra"

// codesCommands are the command about codes.
func codesCommands(a *app) []*cobra.Command {
	return []*cobra.Command{newOTP(a)}
}

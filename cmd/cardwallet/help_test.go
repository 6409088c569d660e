package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Help is wrapped to the terminal's width when it is printed: a line break of its own within a paragraph would leave half lines.
func TestHelpLeavesWrappingToTheTerminal(t *testing.T) {
	var look func(cmd *cobra.Command)
	look = func(cmd *cobra.Command) {
		if strings.Contains(strings.ReplaceAll(cmd.Long, "\n\n", ""), "\n") {
			t.Errorf("%s: %q", cmd.CommandPath(), cmd.Long)
		}
		for _, sub := range cmd.Commands() {
			look(sub)
		}
	}
	look(newRoot(&app{}))
}
